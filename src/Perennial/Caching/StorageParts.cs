using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>What a provider brings; null what it does not.</summary>
[Experimental("PERNL001")]
public sealed record StorageParts
{
    /// <summary>Keeps invalidations.</summary>
    public ITagLedger? Ledger { get; init; }

    /// <summary>
    /// Whether the epoch of <see cref="Ledger"/> began in this opening, by this server: it tells the observers then, who purge
    /// what shared caches hold. An epoch that another server began is told there.
    /// </summary>
    public bool EpochBegan { get; init; }

    /// <summary>Says which server renders.</summary>
    public IRenderLease? Lease { get; init; }

    /// <summary>Keeps entries.</summary>
    public ICacheStore? Store { get; init; }

    /// <summary>
    /// Whether other servers have the same store. It needs a ledger that they share, too; and the files of this server are then
    /// asked before it, and believed where they are fresh. Otherwise the store is in the files' place.
    /// </summary>
    public bool StoreIsShared { get; init; }
}
