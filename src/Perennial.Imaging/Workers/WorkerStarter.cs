using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Perennial.Images;
using Perennial.Imaging.Protocol;

namespace Perennial.Imaging.Workers;

/// <summary>Starts workers, and once one could not be started, leaves it for a while: what is missing will be missing.</summary>
internal sealed class WorkerStarter(WorkerProgram program, TimeProvider time, ILogger logger)
{
    /// <summary>A tenth of a second on a quiet machine.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>Often enough that a mended system is noticed; each attempt may cost a process.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private string? _why;
    private long _failedAt;

    public async Task<WorkerProcess> StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_why is not null && time.GetElapsedTime(_failedAt) < Pause)
            {
                throw Unavailable(_why);
            }
        }

        if (program.Missing() is { } missing)
        {
            throw Remember(missing);
        }

        WorkerProcess worker;
        try
        {
            worker = WorkerProcess.Start(program);
        }
        catch (Win32Exception failure)
        {
            throw Remember($"PER4003 '{program.Host}' cannot be started: {failure.Message}");
        }

        return await GreetAsync(worker, cancellationToken);
    }

    private async Task<WorkerProcess> GreetAsync(WorkerProcess worker, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(StartLimit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var (outcome, text) = await worker.GreetAsync(end.Token);
            if (outcome is Outcome.Ready)
            {
                Log.Ready(logger, worker.Id, text);
                lock (_lock)
                {
                    _why = null;
                }

                return worker;
            }

            await worker.EndAsync();
            worker.Dispose();
            throw Remember($"PER4001 {text}. Add the package Perennial.Imaging to the app itself, so that libvips is copied beside it; "
                + "or install the system's (Debian: apt install libvips42); or name one in Perennial:Imaging:Library.");
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or OperationCanceledException)
        {
            var code = await worker.EndAsync();
            worker.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw Remember(
                $"PER4004 the image worker did not start ({failure.Message}) and ended with exit code {code}. It said: {worker.ErrorOutput}");
        }
    }

    private ImageRefusedException Remember(string why)
    {
        lock (_lock)
        {
            if (why != _why)
            {
                Log.Unavailable(logger, why);
            }

            (_why, _failedAt) = (why, time.GetTimestamp());
        }

        return Unavailable(why);
    }

    private static ImageRefusedException Unavailable(string why) => new(ImageRefusal.Unavailable, why);
}
