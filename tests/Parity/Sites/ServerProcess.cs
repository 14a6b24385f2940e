using System.ComponentModel;
using System.Diagnostics;

namespace Perennial.Parity.Sites;

/// <summary>A server of ours, from start to end. Its output goes to a file, which is named when it does not start.</summary>
internal sealed class ServerProcess(ProcessStartInfo start, string log) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private Process? _process;

    public async Task StartAsync(Func<CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        _process = Run(start, log);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Patience);
        while (!await AsksAsync(isReady, end.Token))
        {
            if (_process.HasExited || end.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{start.FileName} did not start; its output is in {log}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>SIGTERM, then patience.</summary>
    public async Task StopAsync()
    {
        if (_process is not { HasExited: false } process)
        {
            return;
        }

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var grace = new CancellationTokenSource(Grace);
        try
        {
            await process.WaitForExitAsync(grace.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
        }
    }

    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task RunToEndAsync(ProcessStartInfo start, string log, CancellationToken cancellationToken)
    {
        using var process = Run(start, log);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode is not 0)
        {
            throw new InvalidOperationException(
                $"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}; its output is in {log}.");
        }
    }

    private static Process Run(ProcessStartInfo start, string log)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var process = Process.Start(start) ?? throw new Win32Exception($"{start.FileName} cannot be run.");
        var gate = new Lock();
        process.OutputDataReceived += Write;
        process.ErrorDataReceived += Write;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Write(object sender, DataReceivedEventArgs line)
        {
            lock (gate)
            {
                File.AppendAllText(log, line.Data + Environment.NewLine);
            }
        }
    }

    private static async Task<bool> AsksAsync(Func<CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        try
        {
            return await isReady(cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
