using System.Collections.Concurrent;
using Perennial.Caching;

namespace Perennial.Postgres.Leases;

/// <summary>Who waits here for the leases of others.</summary>
internal sealed class LeaseWaiters
{
    private readonly ConcurrentDictionary<Waiter, bool> _waiters = new();

    public Waiter Add(string key)
    {
        var waiter = new Waiter(this, key);
        _waiters[waiter] = true;
        return waiter;
    }

    public void Tell(string key, RenderResult? result)
    {
        foreach (var (waiter, _) in _waiters)
        {
            if (waiter.Key == key)
            {
                waiter.Tell(result);
            }
        }
    }

    internal sealed class Waiter(LeaseWaiters all, string key) : IDisposable
    {
        private readonly TaskCompletionSource<RenderResult?> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Key => key;

        public Task<RenderResult?> Told => _told.Task;

        public void Tell(RenderResult? result) => _told.TrySetResult(result);

        public void Dispose() => all._waiters.TryRemove(this, out _);
    }
}
