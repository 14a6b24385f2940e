using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Perennial.Browser;

/// <summary>A process of ours: started, read, and ended with this object.</summary>
internal sealed partial class Command : IDisposable
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

    /// <summary>Starts a server, and returns when it listens.</summary>
    /// <returns>The process, and where it answers.</returns>
    public static async Task<(Command Server, string Url)> ServeAsync(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new Command(file, arguments, environment, line =>
        {
            if (Address().Match(line) is { Success: true } address)
            {
                listening.TrySetResult(address.Value);
            }
        });
        var first = await Task.WhenAny(listening.Task, server.EndedAsync()).WaitAsync(TimeSpan.FromSeconds(60));
        return first == listening.Task
            ? (server, await listening.Task)
            : throw new InvalidOperationException($"The server ended before it listened:\n{server.Output}");
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

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    private void Take(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is { } line)
        {
            _output.Enqueue(line);
            _onLine?.Invoke(line);
        }
    }
}
