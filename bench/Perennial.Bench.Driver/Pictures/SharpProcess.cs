using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Bench.Driver.Pictures;

/// <summary>Node with sharp, one picture at a time, as nice to its neighbours as our worker is.</summary>
internal sealed class SharpProcess : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    private readonly Process _node;

    public SharpProcess(string folder) => _node = Process.Start(new ProcessStartInfo("nice", ["-n", "5", "node", "codec.mjs"])
    {
        WorkingDirectory = folder,
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    }) ?? throw new InvalidOperationException("node did not start.");

    public async Task<Made> EncodeAsync(PictureJob job, CancellationToken cancellationToken)
    {
        var line = JsonSerializer.Serialize(
            new { file = job.File, width = job.Width, format = job.FormatName, quality = job.Quality, effort = job.Effort }, Json);
        await _node.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _node.StandardInput.FlushAsync(cancellationToken);
        var answer = await _node.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("sharp ended.");
        return JsonSerializer.Deserialize<Made>(answer, Json)!;
    }

    public void Dispose()
    {
        _node.Kill();
        _node.Dispose();
    }
}
