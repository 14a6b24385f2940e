using Perennial.Caching;

namespace Perennial.Tests.Caching.Ledger;

/// <summary>A ledger of somebody else's, whose calls hang and throw as a test says.</summary>
internal sealed class ForeignLedger : ITagLedger
{
    private readonly FakeLedger _inner = new();
    private int _catchUps;

    public Func<Task> OnCall { get; set; } = static () => Task.CompletedTask;

    public int CatchUps => Volatile.Read(ref _catchUps);

    public LedgerPosition Position => _inner.Position;

    public TagStamps Floor => _inner.Floor;

    public LedgerStatus Status { get; set; } = new(IsDurable: true);

    public TagStamps this[CacheTag tag] => _inner[tag];

    public async ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
    {
        await OnCall();
        return await _inner.StampAsync(request, cancellationToken);
    }

    public async ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _catchUps);
        await OnCall();
    }

    public async ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken)
    {
        await OnCall();
        return await _inner.BeginEpochAsync(ended, cancellationToken);
    }

    public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) => _inner.ReadAsync(from, cancellationToken);

    public IDisposable Subscribe(Action<LedgerChange> applied) => _inner.Subscribe(applied);
}
