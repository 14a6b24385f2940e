namespace Perennial.Caching.Files;

internal sealed class NullStore : ICacheStore
{
    public ValueTask<CacheEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) => default;

    public ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken) => default;

    public ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken) => default;
}
