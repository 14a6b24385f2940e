using Perennial.Caching;
using Perennial.Pages.Rendering;
using Perennial.Telemetry;

namespace Perennial.Pages;

/// <summary>The cache, in the words of pages: an address in, a servable page out.</summary>
internal sealed class KeptPages(EntryCache cache, PageRenderer renderer, PerennialTracing tracing, BuildIdentity build)
{
    public ITagLedger Ledger => cache.Ledger;

    public EntryKey Key(PageAddress address) => address.Key(build.Id);

    public Render Render(PageAddress address) => renderer.Of(address);

    /// <summary>What is kept of an address, whatever its freshness; null when there is nothing, or nothing readable.</summary>
    public async ValueTask<Landing?> FindAsync(PageAddress address, EntryKey key, CancellationToken cancellationToken)
    {
        var found = await cache.FindAsync(key, address.Page.Kind, cancellationToken);
        return found?.Slot is { } slot && KeptResponse.Of(slot) is { } kept ? Note(found, address, kept) : null;
    }

    /// <summary>Renders what is missing or expired.</summary>
    public Task<(Landing Landing, bool Joined)> FillAsync(
        PageAddress address, EntryKey key, RenderReason reason, CancellationToken cancellationToken) =>
        cache.FillAsync(key, reason, renderer.CausedNow(address), cancellationToken);

    /// <summary>Renders behind a stale page.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cell">Its place in memory.</param>
    /// <param name="page">What is rendered.</param>
    /// <param name="render">Its render, made before: of a thousand visits to a stale page one begins it, and while nobody traces the others cost nothing.</param>
    public Task RefreshBehind(EntryKey key, CacheCell? cell, PageAddress page, Render render) =>
        cache.RefreshBehind(key, cache.GateOf(key, cell), tracing.HasListeners ? renderer.CausedNow(page) : render);

    /// <summary>Whether tries rest at the moment because the last ones failed.</summary>
    public bool IsResting(EntryKey key, CacheCell? cell) => cache.GateOf(key, cell).IsResting();

    /// <summary>Notes that a visit waited in vain.</summary>
    public void NoteFailure(EntryKey key, CacheCell? cell) => cache.GateOf(key, cell).Note(succeeded: false);

    private static Landing Note(Landing found, PageAddress address, KeptResponse kept)
    {
        // After a restart the form is known from the entry, not from a render.
        address.Page.Knowledge.HasForm = kept.Output.HasForm;
        return found;
    }
}
