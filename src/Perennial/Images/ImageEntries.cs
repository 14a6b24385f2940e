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

    public EntryCache Make(RenderLimits limits) => new(
        new CacheOptions { MemoryLimit = options.MemoryFor(pages, isElsewhere: options.UseCacheHandler && handler is not null), NotFoundLimit = NotFoundLimit },
        limits,
        ledger,
        stores,
        time,
        logger);
}
