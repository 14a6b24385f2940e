namespace Perennial.Caching.Flights;

/// <summary>Lets so many renders run, so many wait, and refuses the rest: a flood of misses must not starve the hits.</summary>
internal sealed class RenderGate(int running, int waiting, TimeSpan? queueTimeout = null, TimeProvider? time = null) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(running, running);
    private int _waiting;

    public LaneStatistics Numbers => new(running - _slots.CurrentCount, Volatile.Read(ref _waiting));

    public async ValueTask<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        if (_slots.Wait(0, CancellationToken.None))
        {
            return true;
        }

        if (Interlocked.Increment(ref _waiting) > waiting)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        try
        {
            return await WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _slots.Release();

    public void Dispose() => _slots.Dispose();

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(queueTimeout ?? Timeout.InfiniteTimeSpan, time ?? TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _slots.WaitAsync(end.Token);
            return true;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
