using Perennial.Caching;
using Perennial.Testing.Fleet;

namespace Perennial.Tests.Caching;

/// <summary>A ledger that loses a few numbers before each invalidation.</summary>
internal sealed class SkippingLedger(MemoryFleet fleet, ITagLedger inner) : ITagLedger
{
    public LedgerPosition Position => inner.Position;

    public TagStamps Floor => inner.Floor;

    public LedgerStatus Status => inner.Status;

    public TagStamps this[CacheTag tag] => inner[tag];

    public ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
    {
        if (request.Tags.Count > 0 && request.Tags.All(static tag => tag != default))
        {
            fleet.SkipNumbers(3);
        }

        return inner.StampAsync(request, cancellationToken);
    }

    public ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken) => inner.CatchUpAsync(position, cancellationToken);

    public ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken) => inner.BeginEpochAsync(ended, cancellationToken);

    public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) => inner.ReadAsync(from, cancellationToken);

    public IDisposable Subscribe(Action<LedgerChange> applied) => inner.Subscribe(applied);
}
