using Perennial.Caching;

namespace Perennial.Testing.Fleet;

internal sealed class NodeStore(SharedEntries entries, MemoryNode node) : ICacheStore
{
    public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        node.ThrowIfCutOff();
        return new(entries.Get(key));
    }

    public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(condition);
        node.ThrowIfCutOff();
        return new(entries.Put(key, entry, condition));
    }

    public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(condition);
        node.ThrowIfCutOff();
        entries.Remove(key, condition);
        return default;
    }
}

internal sealed class SharedEntries
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntryKey, StoredEntry> _entries = [];
    private readonly Dictionary<EntryKey, long> _fences = [];
    private long _version;
    private long _reads;
    private long _writes;

    public long Reads => Interlocked.Read(ref _reads);

    public long Writes => Interlocked.Read(ref _writes);

    public StoredEntry? Get(EntryKey key)
    {
        Interlocked.Increment(ref _reads);
        lock (_lock)
        {
            return _entries.GetValueOrDefault(key);
        }
    }

    public PutResult Put(EntryKey key, CacheEntry entry, PutCondition condition)
    {
        Interlocked.Increment(ref _writes);
        lock (_lock)
        {
            var (known, fence) = (_entries.GetValueOrDefault(key), _fences.GetValueOrDefault(key));
            if (!condition.HoldsFor(known?.Version) || (condition.Fence > 0 && condition.Fence < fence))
            {
                return new PutResult.Superseded(known);
            }

            var version = $"{++_version}";
            _entries[key] = new(entry, version);
            _fences[key] = Math.Max(fence, condition.Fence);
            return new PutResult.Kept(version);
        }
    }

    public void Remove(EntryKey key, PutCondition condition)
    {
        Interlocked.Increment(ref _writes);
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known) && condition.HoldsFor(known.Version))
            {
                _entries.Remove(key);
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _fences.Clear();
        }
    }
}
