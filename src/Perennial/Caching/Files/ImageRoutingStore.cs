namespace Perennial.Caching.Files;

/// <summary>Two stores as one: images in the second, everything else in the first.</summary>
internal sealed class ImageRoutingStore(ICacheStore others, ICacheStore images) : ICacheStore
{
    public ValueTask<CacheEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
        Of(kind).GetAsync(key, kind, cancellationToken);

    public ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken) =>
        Of(entry.Facts.Kind).SetAsync(key, entry, cancellationToken);

    public async ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken)
    {
        // What it was is not known here, and a key is in one of them at the most.
        await others.RemoveAsync(key, cancellationToken);
        await images.RemoveAsync(key, cancellationToken);
    }

    private ICacheStore Of(CacheKind kind) => kind is CacheKind.Image ? images : others;
}

/// <summary>How much optimised images may take, apart from pages: whoever asks for every width of every picture must not evict a page.</summary>
internal sealed record ImageQuota(long DiskLimit, int DiskFileLimit, bool UsesHandler)
{
    public static ImageQuota None { get; } = new(0, 0, UsesHandler: false);
}
