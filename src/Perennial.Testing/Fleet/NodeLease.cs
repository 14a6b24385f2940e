using Perennial.Caching;

namespace Perennial.Testing.Fleet;

internal sealed class NodeLease(SharedLeases leases, MemoryNode node) : IRenderLease
{
    public ValueTask<RenderLease?> TryAcquireAsync(
        EntryKey key, LedgerPosition position, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        node.ThrowIfCutOff();
        return new(leases.TryAcquire(key, node, timeToLive));
    }

    public async ValueTask<RenderResult?> WaitAsync(EntryKey key, CancellationToken cancellationToken)
    {
        node.ThrowIfCutOff();
        return await leases.WhenFree(key).WaitAsync(cancellationToken);
    }
}

internal sealed class SharedLeases
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntryKey, Held> _held = [];
    private long _fence;

    public RenderLease? TryAcquire(EntryKey key, MemoryNode node, TimeSpan timeToLive)
    {
        Held? late = null;
        try
        {
            lock (_lock)
            {
                if (_held.TryGetValue(key, out var holder))
                {
                    if (holder.IsInTime)
                    {
                        return null;
                    }

                    late = holder;
                }

                return _held[key] = new(this, key, node, ++_fence, timeToLive);
            }
        }
        finally
        {
            late?.Lose();
        }
    }

    public Task<RenderResult?> WhenFree(EntryKey key)
    {
        lock (_lock)
        {
            return _held.TryGetValue(key, out var holder) ? holder.Ended : Task.FromResult<RenderResult?>(null);
        }
    }

    public void Free(MemoryNode node)
    {
        Held[] left;
        lock (_lock)
        {
            left = [.. _held.Values.Where(held => held.Node == node)];
        }

        foreach (var held in left)
        {
            End(held, result: null);
            held.Lose();
        }
    }

    private void End(Held held, RenderResult? result)
    {
        lock (_lock)
        {
            if (_held.TryGetValue(held.Key, out var holder) && holder == held)
            {
                _held.Remove(held.Key);
            }
        }

        held.Tell(result);
    }

    private sealed class Held(SharedLeases all, EntryKey key, MemoryNode node, long fence, TimeSpan timeToLive) : RenderLease
    {
        private readonly TaskCompletionSource<RenderResult?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _lost = new();

        public EntryKey Key => key;

        public MemoryNode Node => node;

        public Task<RenderResult?> Ended => _ended.Task;

        // Its node renews it for as long as it reaches the others.
        public bool IsInTime => node.CutOffAt is not { } since || node.Time.GetElapsedTime(since) < timeToLive;

        public override long Fence => fence;

        public override CancellationToken Lost => _lost.Token;

        public void Tell(RenderResult? result) => _ended.TrySetResult(result);

        public void Lose()
        {
            _lost.Cancel();
            Tell(null);
        }

        public override ValueTask CompleteAsync(RenderResult result)
        {
            all.End(this, result);
            return default;
        }

        public override ValueTask DisposeAsync()
        {
            all.End(this, result: null);
            return default;
        }
    }
}
