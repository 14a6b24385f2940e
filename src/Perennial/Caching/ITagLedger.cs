using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>
/// Which tag was invalidated at which number. Reads are answered from memory, because they stand on the path of every
/// hit; an invalidation is acknowledged only when it is as durable as this ledger can make it.
/// </summary>
/// <remarks>
/// <para>
/// An implementation publishes in this order: stamps first, <see cref="Position"/> last. A reader takes the position
/// first and the stamps after it, so what it concludes is never newer than what it says it saw.
/// <see cref="Ledger.LedgerState"/> does that, and all that needs no server.
/// </para>
/// <para>
/// <see cref="Position"/> is the same instance until something changes: "nothing happened since" is then one comparison of
/// references.
/// </para>
/// </remarks>
[Experimental("PERNL001")]
public interface ITagLedger
{
    /// <summary>The last invalidation that this process knows of.</summary>
    LedgerPosition Position { get; }

    /// <summary>What compaction forgot: entries with smaller numbers are stale or expired, whatever their tags.</summary>
    TagStamps Floor { get; }

    /// <summary>What its word is worth at the moment.</summary>
    LedgerStatus Status { get; }

    /// <summary>The stamps of one tag; zeros when it was never invalidated, or was forgotten below <see cref="Floor"/>.</summary>
    TagStamps this[CacheTag tag] { get; }

    /// <summary>
    /// Invalidates tags under one new number, and returns a position that contains it. The same request again, by its id, is
    /// the same invalidation: who got no answer asks once more.
    /// </summary>
    /// <exception cref="PerennialException">
    /// PER2110: the invalidation was not applied. PER2112: nobody knows whether it was; the same request may be made again.
    /// </exception>
    ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Returns when this process knows all that the ledger has at this moment, or at least <paramref name="position"/>: for an
    /// entry that another server made under a number that was not heard of here yet.
    /// </summary>
    ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an epoch in which something was lost, for example when an entry carries a number that this ledger never gave.
    /// The new one keeps the stamps, so that what was expired stays expired.
    /// </summary>
    /// <param name="ended">The epoch that has to end. When another one has begun already, nothing happens.</param>
    /// <param name="cancellationToken">Stops waiting; the epoch may begin all the same.</param>
    /// <returns>Where the ledger stands then.</returns>
    /// <exception cref="PerennialException">PER2110: the new epoch could not be made durable; it did not begin.</exception>
    ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken);

    /// <summary>
    /// The invalidations after a position, by their numbers. Of a tag that was invalidated several times it may give the last
    /// one of each kind alone, and what was forgotten below <see cref="Floor"/> is one stamp of all. A position of another
    /// epoch is before everything.
    /// </summary>
    IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken);

    /// <summary>
    /// Tells of what this process did not do itself: invalidations from elsewhere, and each new epoch. After it is in force
    /// here; on a thread of the ledger's, so it must neither wait nor throw.
    /// </summary>
    /// <returns>Ends the subscription.</returns>
    IDisposable Subscribe(Action<LedgerChange> applied);
}

/// <summary>The usual call.</summary>
[Experimental("PERNL001")]
public static class TagLedgerExtensions
{
    /// <summary>Invalidates tags under one new number.</summary>
    /// <exception cref="PerennialException">PER2110: it was not applied; PER2112: nobody knows.</exception>
    public static ValueTask<LedgerPosition> StampAsync(
        this ITagLedger ledger, IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return ledger.StampAsync(new StampRequest(tags, kind), cancellationToken);
    }
}
