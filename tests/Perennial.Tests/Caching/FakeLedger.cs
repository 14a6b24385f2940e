using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching;

/// <summary>A ledger that says it lasts, and whose floor a test may raise.</summary>
internal sealed class FakeLedger : ITagLedger
{
    private readonly MemoryTagLedger _inner = new(1_000_000);

    public LedgerPosition Position => _inner.Position;

    public TagStamps Floor { get; set; }

    public bool IsDurable => true;

    public TagStamps this[CacheTag tag] => _inner[tag];

    public ValueTask<LedgerPosition> StampAsync(
        IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken) =>
        _inner.StampAsync(tags, kind, cancellationToken);

    public ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken) =>
        _inner.BeginEpochAsync(ended, cancellationToken);
}
