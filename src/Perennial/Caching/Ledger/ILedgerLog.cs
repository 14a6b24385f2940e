using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching.Ledger;

/// <summary>
/// The part of a shared ledger that is its server's: numbers and stamps, in a database. <see cref="SharedLedger"/> makes an
/// <see cref="ITagLedger"/> of it, for every server alike: it follows, tries again, and says what its word is worth. It calls
/// one method at a time, <see cref="WaitAsync"/> apart.
/// </summary>
/// <remarks>
/// <para>
/// Numbers grow by the order in which they become visible: who has read a number has read all below it. A sequence alone does
/// not do that, since transactions commit in another order than they took their numbers in.
/// </para>
/// <para>
/// The log has an identity, its epoch. It begins a new one by itself where its server may have lost what it acknowledged: it
/// was emptied, restarted without its disk, or replaced by a copy.
/// </para>
/// </remarks>
[Experimental("PERNL001")]
public interface ILedgerLog : IAsyncDisposable
{
    /// <summary>Whether an acknowledged append survives a crash of the server, as far as its settings tell.</summary>
    bool IsDurable { get; }

    /// <summary>What stands there after a position, as one moment saw it.</summary>
    /// <param name="after">A position of another epoch, or below what the log still has one by one: everything is read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<LedgerReading> ReadAsync(LedgerPosition after, CancellationToken cancellationToken);

    /// <summary>
    /// Appends requests, each under a number of its own, in one step that happens or does not; then reads. A request whose id is
    /// known (for an hour at least) was applied before and gets no number.
    /// </summary>
    /// <returns>The reading, with the numbers that were given in <see cref="LedgerReading.Given"/>.</returns>
    /// <exception cref="PerennialException">PER2110: certainly not applied. Any other exception: nobody knows.</exception>
    ValueTask<LedgerReading> AppendAsync(IReadOnlyList<StampRequest> requests, LedgerPosition after, CancellationToken cancellationToken);

    /// <summary>Begins a new epoch, whose numbers lie above <paramref name="above"/>, where <paramref name="ended"/> is still the one in force.</summary>
    ValueTask BeginEpochAsync(Guid ended, long above, CancellationToken cancellationToken);

    /// <summary>
    /// Returns when something may have happened since it returned last; a bell and no more, which may be missed. It connects
    /// again by itself, and may throw while it cannot.
    /// </summary>
    Task WaitAsync(CancellationToken cancellationToken);
}
