namespace Perennial.Caching;

/// <summary>Two stores as one: images in the second, everything else in the first.</summary>
internal sealed class ImagesApart(ICacheStore others, ICacheStore images) : ICacheStore
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
