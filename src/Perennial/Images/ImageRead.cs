using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;
using Perennial.Caching.Reads;

namespace Perennial.Images;

/// <summary>A visitor's read of a picture.</summary>
internal class ImageRead(EntryKey key, ImageRequest wanted, ImageOptimizer optimizer, ITagLedger ledger) : ReadRequest(key, CacheKind.Image)
{
    public ImageRequest Wanted { get; } = wanted;

    public override SlotUse Use(CacheSlot slot) => ImageEntry.Of(slot, Wanted) is null ? SlotUse.Unreadable : SlotUse.Serve;

    // An invalidation may mean that it was made badly: then it is made again, of whatever source.
    public override Render Render(CacheSlot? old) =>
        optimizer.Of(Wanted, old?.Judge(ledger).Reason is FreshnessReason.Age ? old.Entry : null);
}

/// <summary>What becomes part of a page that is made.</summary>
internal sealed class ImageReadForPage(EntryKey key, ImageRequest wanted, ImageOptimizer optimizer, ITagLedger ledger, TimeSpan patience)
    : ImageRead(key, wanted, optimizer, ledger)
{
    public override StaleUse Stale => ReadForRender.Stale;

    public override AfterFailure AfterFailure { get; } = ReadForRender.AfterFailure;

    public override TimeSpan Patience => patience;
}
