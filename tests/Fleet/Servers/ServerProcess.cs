using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Perennial.Fleet.Servers;

/// <summary>A database server of a test run: a real one, started on 127.0.0.1 in a folder of its own, and ended with the run.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    /// <param name="command">The program and its arguments.</param>
    /// <param name="user">Under which user, where the run is root's: PostgreSQL refuses to be root.</param>
    public ServerProcess(IReadOnlyList<string> command, string? user = null)
    {
        var words = AsUser(command, user);
        var start = new ProcessStartInfo(words[0], words.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>A port below the range that outgoing connections take theirs from.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: another one.
            }
        }
    }

    /// <summary>Runs a program to its end, and fails with its words where it does not succeed.</summary>
    public static async Task RunAsync(IReadOnlyList<string> command, string? user = null)
    {
        await using var process = new ServerProcess(command, user);
        await process._process.WaitForExitAsync();
        Assert.True(process._process.ExitCode is 0, $"{string.Join(' ', command)}\n{process.Output}");
    }

    /// <summary>Sends a signal to the process: TERM, KILL, STOP, CONT, INT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public Task ExitAsync() => Eventually.EndsAsync(ExitedAsync(), "the server");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static IReadOnlyList<string> AsUser(IReadOnlyList<string> command, string? user) => user is null || Environment.UserName is not "root"
        ? command
        : ["setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", .. command];

    private async Task<bool> ExitedAsync()
    {
        await _process.WaitForExitAsync();
        return true;
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
