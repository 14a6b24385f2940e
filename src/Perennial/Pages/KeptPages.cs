using Perennial.Caching;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

/// <summary>The cache, in the words of pages: an address in, a servable page out.</summary>
internal sealed class KeptPages(EntryCache cache, PageRenderer renderer, BuildIdentity build)
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
        cache.FillAsync(key, reason, renderer.Of(address), cancellationToken);

    /// <summary>Renders behind a stale page.</summary>
    public Task RefreshBehind(EntryKey key, CacheCell? cell, Render render) =>
        cache.RefreshBehind(key, cache.GateOf(key, cell), render);

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
