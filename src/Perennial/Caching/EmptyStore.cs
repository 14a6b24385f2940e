namespace Perennial.Caching;

/// <summary>Keeps nothing: what stands behind the memory tier when there is no folder to write to.</summary>
internal sealed class EmptyStore : ICacheStore
{
    public ValueTask<CacheEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) => default;

    public ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken) => default;

    public ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken) => default;
}
