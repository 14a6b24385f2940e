using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Caching.Memory;
using Perennial.Caching.Reads;

namespace Perennial.Pages.Endpoints;

/// <summary>A visitor's read of a page.</summary>
internal sealed class PageVisit(HttpContext context, PageAddress address, EntryKey key, KeptPages pages, RecentlyNotKept notKept)
    : PageRead(address, key, pages)
{
    // A visitor takes an old version, and it is forgotten with him. The optimiser, which fetches a picture of the app's own, makes
    // something of the answer and keeps it, and would keep the old version: it waits.
    public override StaleUse Stale => PageRequestState.Find(context) is { Source: not null } ? StaleUse.Wait : StaleUse.Serve;

    public override bool IsKnownNotKept => notKept.IsKnown(Key);

    public override SlotUse Use(CacheSlot slot) =>
        base.Use(slot) is var use and not SlotUse.Serve ? use
        : Address.Page.Rewrite is not null && BypassRules.Applies(context.Request, KeptResponse.Of(slot)!) ? SlotUse.Bypass
        : SlotUse.Serve;
}
