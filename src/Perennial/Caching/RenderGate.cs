namespace Perennial.Caching;

/// <summary>Lets so many renders run, so many wait, and refuses the rest: a flood of misses must not starve the hits.</summary>
internal sealed class RenderGate(int running, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(running, running);
    private int _waiting;

    public LaneNumbers Numbers => new(running - _slots.CurrentCount, Volatile.Read(ref _waiting));

    /// <summary>Takes a place, or says that there is none.</summary>
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
            await _slots.WaitAsync(cancellationToken);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _slots.Release();

    public void Dispose() => _slots.Dispose();
}
