using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>What happened in a ledger that this process did not do itself.</summary>
/// <param name="Position">Where the ledger stands since.</param>
/// <param name="Stamps">Invalidations that came from elsewhere; none when only an epoch began.</param>
/// <param name="IsNewEpoch">Whether an epoch began: what was kept before it, also by caches between, counts as stale.</param>
[Experimental("PERNL001")]
public sealed record LedgerChange(LedgerPosition Position, IReadOnlyList<Stamp> Stamps, bool IsNewEpoch)
{
    /// <summary>Whether another server began the epoch, and tells of it what has to be told once. Where that is not known: no.</summary>
    public bool IsBegunElsewhere { get; init; }
}
