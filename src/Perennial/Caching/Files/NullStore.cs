namespace Perennial.Caching.Files;

internal sealed class NullStore : ICacheStore
{
    private static readonly PutResult NotKept = new PutResult.NotKept();

    public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) => default;

    public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
        new(NotKept);

    public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) => default;
}
