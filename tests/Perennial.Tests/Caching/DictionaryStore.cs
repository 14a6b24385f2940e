using System.Collections.Concurrent;
using Perennial.Caching;

namespace Perennial.Tests.Caching;

/// <summary>The least that a store can be.</summary>
internal sealed class DictionaryStore : ICacheStore
{
    private readonly ConcurrentDictionary<EntryKey, StoredEntry> _entries = new();
    private readonly Lock _lock = new();
    private long _version;

    public int Count => _entries.Count;

    public CacheEntry? Find(EntryKey key) => _entries.GetValueOrDefault(key)?.Entry;

    public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<StoredEntry?>(cancellationToken)
            : new(_entries.GetValueOrDefault(key));

    public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var current = _entries.GetValueOrDefault(key);
            if (!condition.HoldsFor(current?.Version))
            {
                return new(new PutResult.Superseded(current));
            }

            var version = $"{++_version}";
            _entries[key] = new(entry, version);
            return new(new PutResult.Kept(version));
        }
    }

    public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (condition.HoldsFor(_entries.GetValueOrDefault(key)?.Version))
            {
                _entries.TryRemove(key, out _);
            }
        }

        return default;
    }
}
