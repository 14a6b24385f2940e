using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>
/// Who among the servers renders. It saves work and proves nothing: two may hold a lease of one key at once (one of them was
/// stopped for a while), and a store refuses the one with the smaller fence.
/// </summary>
[Experimental("PERNL001")]
public interface IRenderLease
{
    /// <summary>Takes the lease of a key, for an entry of at least this position.</summary>
    /// <returns>Null when another server holds it.</returns>
    /// <exception cref="Exception">Nobody can tell: then the page is rendered without.</exception>
    ValueTask<RenderLease?> TryAcquireAsync(
        EntryKey key, LedgerPosition position, TimeSpan timeToLive, CancellationToken cancellationToken);

    /// <summary>Returns when the lease of a key is free, with what came of it; at once when nobody holds it.</summary>
    /// <returns>Null when that is not known: its holder is gone, or its time is over.</returns>
    ValueTask<RenderResult?> WaitAsync(EntryKey key, CancellationToken cancellationToken);
}
