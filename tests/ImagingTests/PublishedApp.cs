using System.Diagnostics;
using System.Text;

namespace Perennial.ImagingTests;

/// <summary>A published app that runs, and what it says.</summary>
internal sealed class PublishedApp : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PublishedApp(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
    }

    public Uri Address => _address.Task.Result;

    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static async Task<PublishedApp> StartAsync(string folder, string program, params string?[] arguments)
    {
        var app = new PublishedApp(Process.Start(new ProcessStartInfo(program, [.. arguments.OfType<string>(), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!);
        await app._address.Task;
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The app ended before it listened. It said: {Said}"));
            return;
        }

        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
        {
            _address.TrySetResult(new(line[(at + Listening.Length)..]));
        }
    }
}
