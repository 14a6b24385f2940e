using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching.Ledger;

/// <summary>What a <see cref="ILedgerLog"/> has after a position.</summary>
/// <param name="Head">Its epoch, and the last number that was given.</param>
/// <param name="Stamps">
/// What stands there above the position, by rising numbers; of a tag that was invalidated several times, the last one of each
/// kind is enough.
/// </param>
[Experimental("PERNL001")]
public sealed record LedgerReading(LedgerPosition Head, IReadOnlyList<Stamp> Stamps)
{
    /// <summary>What the log has forgotten one by one.</summary>
    public TagStamps Floor { get; init; }

    /// <summary>Whether the stamps are all that the log knows, and not only those above the position.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether the log has begun its epoch in this very call: what servers tell of an epoch is told by the one that asked.</summary>
    public bool EpochBegan { get; init; }

    /// <summary>The numbers that the append before it gave.</summary>
    public IReadOnlyCollection<long> Given { get; init; } = [];
}
