namespace Perennial.Caching.Files;

/// <summary>Two stores as one: images in the second, everything else in the first.</summary>
internal sealed class ImageRoutingStore(ICacheStore others, ICacheStore images) : ICacheStore
{
    public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
        Of(kind).GetAsync(key, kind, cancellationToken);

    public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
        Of(entry.Facts.Kind).PutAsync(key, entry, condition, cancellationToken);

    public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) =>
        Of(kind).RemoveAsync(key, kind, condition, cancellationToken);

    private ICacheStore Of(CacheKind kind) => kind is CacheKind.Image ? images : others;
}

/// <summary>How much optimised images may take, apart from pages: whoever asks for every width of every picture must not evict a page.</summary>
internal sealed record ImageQuota(long DiskLimit, int DiskFileLimit, bool UsesHandler)
{
    public static ImageQuota None { get; } = new(0, 0, UsesHandler: false);
}
