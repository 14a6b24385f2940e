namespace Perennial.Caching.Ledger;

/// <summary>A ledger for a process that may write nowhere: it forgets with the process, and says so.</summary>
/// <remarks>Each one has its own epoch, so entries that outlive the process are stale to the next one.</remarks>
internal sealed class MemoryTagLedger(int tagLimit, LedgerState? known = null) : ITagLedger
{
    private readonly Lock _writing = new();

    public LedgerState State { get; } = known ?? new(new(Guid.NewGuid(), 0));

    public LedgerPosition Position => State.Position;

    public TagStamps Floor => State.Floor;

    public LedgerStatus Status { get; } = new(IsDurable: false);

    public TagStamps this[CacheTag tag] => State[tag];

    public ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(request);
        var stamped = request.Checked();
        lock (_writing)
        {
            if (stamped.Tags.Count > 0 && State.NumberOf(stamped.Id) is null)
            {
                State.Apply([new(Position.Number + 1, stamped.Kind, stamped.Tags) { RequestId = stamped.Id }]);
                State.Forget(tagLimit);
            }

            return new(Position);
        }
    }

    public ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken) => default;

    public ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_writing)
        {
            if (Position.Epoch == ended)
            {
                State.Begin(Position with { Epoch = Guid.NewGuid() });
            }

            return new(Position);
        }
    }

    public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) =>
        State.Since(from).ToAsyncEnumerable();

    public IDisposable Subscribe(Action<LedgerChange> applied) => State.Subscribe(applied);
}
