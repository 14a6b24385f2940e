using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Memory;
using Perennial.Pages.Rendering;
using Perennial.Telemetry;

namespace Perennial.Pages;

internal sealed class KeptPages(EntryCache cache, PageRenderer renderer, PerennialTracing tracing, BuildIdentity build)
{
    public ITagLedger Ledger => cache.Ledger;

    public EntryKey Key(PageAddress address) => address.Key(build.Id);

    public Render Render(PageAddress address) => renderer.Of(address);

    /// <summary>What is kept of an address, whatever its freshness; null when there is nothing, or nothing readable.</summary>
    public async ValueTask<FlightResult?> FindAsync(PageAddress address, EntryKey key, CancellationToken cancellationToken)
    {
        var found = await cache.FindAsync(key, address.Page.Kind, cancellationToken);
        return found?.Slot is { } slot && KeptResponse.Of(slot) is { } kept ? Note(found, address, kept) : null;
    }

    public Task<(FlightResult Result, bool Joined)> FillAsync(
        PageAddress address, EntryKey key, RenderReason reason, CancellationToken cancellationToken) =>
        cache.FillAsync(key, address.Page.Kind, reason, renderer.WithCurrentTrace(address), cancellationToken);

    public Task RefreshBehind(EntryKey key, CacheCell? cell, PageAddress page, Render render) =>
        cache.RefreshBehind(key, page.Page.Kind, cache.GateOf(key, cell), tracing.HasListeners ? renderer.WithCurrentTrace(page) : render);

    /// <summary>Whether tries rest at the moment because the last ones failed.</summary>
    public bool IsResting(EntryKey key, CacheCell? cell) => cache.GateOf(key, cell).IsResting();

    public void NoteFailure(EntryKey key, CacheCell? cell) => cache.GateOf(key, cell).Note(succeeded: false);

    private static FlightResult Note(FlightResult found, PageAddress address, KeptResponse kept)
    {
        // After a restart the form is known from the entry, not from a render.
        address.Page.Observations.HasForm = kept.Output.HasForm;
        return found;
    }
}
