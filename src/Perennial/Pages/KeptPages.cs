using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Memory;
using Perennial.Caching.Reads;
using Perennial.Pages.Endpoints;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

internal sealed class KeptPages(EntryCache cache, PageRenderer renderer, RecentlyNotKept notKept, BuildIdentity build, TimeProvider time)
{
    private readonly ReadThrough _reads = new(cache, time);

    public PageRead Read(PageAddress address) => new(address, Key(address), this);

    public PageVisit Visit(HttpContext context, PageAddress address) => new(context, address, Key(address), this, notKept);

    public Render Render(PageAddress address) => renderer.Of(address);

    public Render WithCurrentTrace(PageAddress address, Render render) => renderer.WithCurrentTrace(address, render);

    /// <summary>A page that memory holds, at once; null where it must be waited for.</summary>
    public ReadResult? Serve(PageRead read, CacheSlot slot, CacheCell cell) => _reads.Serve(read, slot, cell);

    public ValueTask<ReadResult> ReadAsync(PageRead read, CancellationToken cancellationToken) => _reads.ReadAsync(read, cancellationToken);

    public async Task<RenderOutcome> RegenerateAsync(PageAddress address, CancellationToken cancellationToken)
    {
        var render = WithCurrentTrace(address, Render(address));
        var (result, _) = await cache.FillAsync(Key(address), address.Page.Kind, RenderReason.Regenerate, render, cancellationToken);
        return result.Outcome;
    }

    private EntryKey Key(PageAddress address) => address.Key(build.Id);
}
