using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Memory;
using Perennial.Caching.Reads;

namespace Perennial.Pages;

internal class PageRead(PageAddress address, EntryKey key, KeptPages pages) : ReadRequest(key, address.Page.Kind)
{
    private Render? _render;

    public PageAddress Address => address;

    public PageRead WithoutVisitor() => new(address, Key, pages);

    public override SlotUse Use(CacheSlot slot) => KeptResponse.Of(slot) is null ? SlotUse.Unreadable : SlotUse.Serve;

    public override Render Render(CacheSlot? old) => pages.WithCurrentTrace(address, _render ??= pages.Render(address));
}
