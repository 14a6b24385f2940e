using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching;

/// <summary>A ledger that says it lasts, and whose floor a test may raise.</summary>
internal sealed class FakeLedger : ITagLedger
{
    private readonly MemoryTagLedger _inner = new(1_000_000);

    public LedgerPosition Position => _inner.Position;

    public TagStamps Floor { get; set; }

    public LedgerStatus Status { get; set; } = new(IsDurable: true);

    public TagStamps this[CacheTag tag] => _inner[tag];

    public ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken) =>
        _inner.StampAsync(request, cancellationToken);

    public ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken) =>
        _inner.CatchUpAsync(position, cancellationToken);

    public ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken) =>
        _inner.BeginEpochAsync(ended, cancellationToken);

    public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) =>
        _inner.ReadAsync(from, cancellationToken);

    public IDisposable Subscribe(Action<LedgerChange> applied) => _inner.Subscribe(applied);
}
