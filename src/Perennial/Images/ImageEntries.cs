using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Flights;

namespace Perennial.Images;

/// <summary>
/// Makes a second engine over the store and the ledger of pages, so that pictures take neither memory nor queue places from
/// them.
/// </summary>
internal sealed class ImageEntries(
    ImageOptions options, CacheOptions pages, ITagLedger ledger, EntryStores stores, TimeProvider time, ILogger<EntryCache> logger, CacheHandler? handler = null)
{
    private const int NotFoundLimit = 1000;

    /// <summary>Limits of its own, and the store's times, which are the app's.</summary>
    public CacheOptions Limits => new()
    {
        MemoryLimit = options.MemoryFor(pages, isElsewhere: options.UseCacheHandler && handler is not null),
        NotFoundLimit = NotFoundLimit,
        ReadTimeout = pages.ReadTimeout,
        WriteTimeout = pages.WriteTimeout,
    };

    public EntryCache Make(RenderLimits limits) => new(
        Limits,
        limits,
        ledger,
        stores,
        time,
        logger);
}
