using System.Collections.Concurrent;
using System.Diagnostics;

namespace Perennial.Browser;

/// <summary>A process of ours: started, read, and ended with this object.</summary>
internal sealed class Command : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Action<string>? _onLine;

    public Command(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, Action<string>? onLine = null)
    {
        _onLine = onLine;
        var start = new ProcessStartInfo(file, arguments)
        {
            // ASP.NET Core finds wwwroot and appsettings.json from here.
            WorkingDirectory = Path.GetDirectoryName(file) is { Length: > 0 } folder ? folder : Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Take;
        _process.ErrorDataReceived += Take;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _output);

    public static async Task RunAsync(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var command = new Command(file, arguments, environment);
        await command._process.WaitForExitAsync();
        Assert.True(command._process.ExitCode is 0, $"{file} ended with {command._process.ExitCode}:\n{command.Output}");
    }

    public Task EndedAsync() => _process.WaitForExitAsync();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Take(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is { } line)
        {
            _output.Enqueue(line);
            _onLine?.Invoke(line);
        }
    }
}
