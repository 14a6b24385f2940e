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

/// <summary>
/// What becomes part of a page that is kept in its turn: it waits for a new one where what there is was invalidated. A
/// visitor does not wait for what has just failed: that is tried behind, and the page does without.
/// </summary>
internal sealed class ImageReadForPage(EntryKey key, ImageRequest wanted, ImageOptimizer optimizer, ITagLedger ledger, TimeSpan patience)
    : ImageRead(key, wanted, optimizer, ledger)
{
    public override StaleUse Stale => StaleUse.ServeTooOld;

    public override AfterFailure AfterFailure { get; } =
        RenderScope.Current is null or { Reason: RenderReason.Miss } ? AfterFailure.TryBehind : AfterFailure.Retry;

    public override TimeSpan Patience => patience;
}
