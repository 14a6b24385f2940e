namespace Perennial.Caching.Ledger;

internal sealed class Subscribers
{
    private readonly Lock _lock = new();
    private Action<LedgerChange>[] _all = [];

    public IDisposable Add(Action<LedgerChange> applied)
    {
        ArgumentNullException.ThrowIfNull(applied);
        lock (_lock)
        {
            _all = [.. _all, applied];
        }

        return new Subscription(this, applied);
    }

    // Outside of the lock: who is told may end its subscription.
    public void Tell(LedgerChange change)
    {
        foreach (var applied in Volatile.Read(ref _all))
        {
            applied(change);
        }
    }

    private void Remove(Action<LedgerChange> applied)
    {
        lock (_lock)
        {
            var at = Array.LastIndexOf(_all, applied);
            _all = at < 0 ? _all : [.. _all[..at], .. _all[(at + 1)..]];
        }
    }

    private sealed class Subscription(Subscribers all, Action<LedgerChange> applied) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) is 0)
            {
                all.Remove(applied);
            }
        }
    }
}
