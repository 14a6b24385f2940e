using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>
/// Who among the servers renders. It saves work and proves nothing: two may hold a lease of one key at once (one of them was
/// stopped for a while), and a store refuses the one with the smaller fence.
/// </summary>
/// <remarks>
/// <para>
/// Whoever gives a lease renews it by itself for as long as the process that holds it lives, reaches it, and has neither
/// completed nor disposed it: a render may take longer than its time to live, which says how soon others get it when the holder
/// is gone.
/// </para>
/// <para>
/// The fences of one key grow for ever, also over restarts, over leases that were given back, and over the end of its entry
/// (<see cref="ICacheStore.RemoveAsync"/>): a holder that was away must not write into the place that became empty meanwhile.
/// </para>
/// </remarks>
[Experimental("PERNL001")]
public interface IRenderLease
{
    /// <summary>Takes the lease of a key, for an entry of at least this position.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="position">What the entry will be at least.</param>
    /// <param name="timeToLive">How long others wait for a holder that is gone; not how long the render may take.</param>
    /// <param name="cancellationToken">Stops asking. A lease that is given all the same is disposed by who asked.</param>
    /// <returns>Null when another server holds it.</returns>
    /// <exception cref="Exception">Nobody can tell: then the page is rendered without.</exception>
    ValueTask<RenderLease?> TryAcquireAsync(
        EntryKey key, LedgerPosition position, TimeSpan timeToLive, CancellationToken cancellationToken);

    /// <summary>Returns when the lease of a key is free, with what came of it; at once when nobody holds it.</summary>
    /// <returns>Null when that is not known: its holder is gone, or its time is over.</returns>
    ValueTask<RenderResult?> WaitAsync(EntryKey key, CancellationToken cancellationToken);
}
