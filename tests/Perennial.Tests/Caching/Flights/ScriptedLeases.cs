using Perennial.Caching;

namespace Perennial.Tests.Caching.Flights;

/// <summary>Leases that come, wait and fail as a test says.</summary>
internal sealed class ScriptedLeases : IRenderLease
{
    private int _asked;

    public Func<Task<RenderLease?>> OnAcquire { get; set; } = static () => Task.FromResult<RenderLease?>(null);

    public Func<CancellationToken, Task<RenderResult?>> OnWait { get; set; } = static _ => Task.FromResult<RenderResult?>(null);

    public int Asked => Volatile.Read(ref _asked);

    public async ValueTask<RenderLease?> TryAcquireAsync(
        EntryKey key, LedgerPosition position, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return await OnAcquire();
    }

    public async ValueTask<RenderResult?> WaitAsync(EntryKey key, CancellationToken cancellationToken) => await OnWait(cancellationToken);
}

internal sealed class ScriptedLease : RenderLease
{
    private int _ended;

    public Func<Task> OnEnd { get; set; } = static () => Task.CompletedTask;

    /// <summary>How often it was given back, in either way.</summary>
    public int Ended => Volatile.Read(ref _ended);

    public override long Fence => 1;

    public override CancellationToken Lost => default;

    public override async ValueTask CompleteAsync(RenderResult result) => await DisposeAsync();

    public override async ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _ended);
        await OnEnd();
    }
}
