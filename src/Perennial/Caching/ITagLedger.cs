using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>
/// Which tag was invalidated at which number. Reads are answered from memory, because they stand on the path of every
/// hit; an invalidation is acknowledged only when it is as durable as this ledger can make it.
/// </summary>
/// <remarks>
/// An implementation publishes in this order: stamps first, <see cref="Position"/> last. A reader takes the position
/// first and the stamps after it, so what it concludes is never newer than what it says it saw.
/// </remarks>
[Experimental("PERNL001")]
public interface ITagLedger
{
    /// <summary>The last invalidation that this process knows of.</summary>
    LedgerPosition Position { get; }

    /// <summary>What compaction forgot: entries with smaller numbers are stale or expired, whatever their tags.</summary>
    TagStamps Floor { get; }

    /// <summary>Whether acknowledged invalidations survive the process.</summary>
    bool IsDurable { get; }

    /// <summary>The stamps of one tag; zeros when it was never invalidated, or was forgotten below <see cref="Floor"/>.</summary>
    TagStamps this[CacheTag tag] { get; }

    /// <summary>Invalidates tags under one new number, and returns the position that contains it.</summary>
    /// <exception cref="PerennialException">PER2110: the invalidation could not be made durable; it was not applied.</exception>
    ValueTask<LedgerPosition> StampAsync(
        IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an epoch in which something was lost, for example when an entry carries a number that this ledger never gave.
    /// The new one keeps the stamps, so that what was expired stays expired.
    /// </summary>
    /// <param name="ended">The epoch that has to end. When another one has begun already, nothing happens.</param>
    /// <param name="cancellationToken">Stops waiting; the epoch may begin all the same.</param>
    /// <returns>Where the ledger stands then.</returns>
    /// <exception cref="PerennialException">PER2110: the new epoch could not be made durable; it did not begin.</exception>
    ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken);
}
