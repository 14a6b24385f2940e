using System.Collections.Concurrent;
using Perennial.Telemetry;

namespace Perennial.EndToEnd.Telemetry;

/// <summary>An instrumentation that notes what it is told.</summary>
public sealed class Monitor(MonitorNotes notes) : IInstrumentation
{
    public Task RegisterAsync(CancellationToken cancellationToken)
    {
        notes.Registrations++;
        return notes.OnRegister(cancellationToken);
    }

    public Task OnRequestErrorAsync(
        Exception error, FailedRequest request, RequestErrorContext context, CancellationToken cancellationToken)
    {
        notes.Errors.Enqueue((error, request, context));
        return notes.OnError(cancellationToken);
    }
}

/// <summary>What a <see cref="Monitor"/> was told, and what it does then.</summary>
public sealed class MonitorNotes
{
    public int Registrations { get; set; }

    public Func<CancellationToken, Task> OnRegister { get; set; } = static _ => Task.CompletedTask;

    public Func<CancellationToken, Task> OnError { get; set; } = static _ => Task.CompletedTask;

    public ConcurrentQueue<(Exception Error, FailedRequest Request, RequestErrorContext Context)> Errors { get; } = new();

    /// <summary>The errors, once there are as many; and no more come of what has happened so far.</summary>
    public async Task<IReadOnlyList<(Exception Error, FailedRequest Request, RequestErrorContext Context)>> WaitAsync(int count)
    {
        await Eventually.IsTrueAsync(() => Task.FromResult(Errors.Count >= count));
        Assert.Equal(count, Errors.Count);
        return [.. Errors];
    }
}
