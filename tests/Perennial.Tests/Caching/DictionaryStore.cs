using System.Collections.Concurrent;
using Perennial.Caching;

namespace Perennial.Tests.Caching;

/// <summary>The least that a store can be.</summary>
internal sealed class DictionaryStore : ICacheStore
{
    private readonly ConcurrentDictionary<EntryKey, CacheEntry> _entries = new();

    public int Count => _entries.Count;

    public CacheEntry? Find(EntryKey key) => _entries.GetValueOrDefault(key);

    public ValueTask<CacheEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<CacheEntry?>(cancellationToken)
            : new(_entries.GetValueOrDefault(key));

    public ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _entries[key] = entry;
        return default;
    }

    public ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _entries.TryRemove(key, out _);
        return default;
    }
}
