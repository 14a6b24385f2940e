using Perennial.Caching.Memory;

namespace Perennial.Caching.Flights;

internal sealed class Flight(EntryKey key)
{
    private readonly TaskCompletionSource<FlightResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EntryKey Key { get; } = key;

    // 0 until the render has begun; then its place in the order of beginnings in this process.
    public long Tick { get; private set; }

    // Null until the render has begun.
    public LedgerPosition? Position { get; private set; }

    public Task<FlightResult> Completion => _completion.Task;

    public void Begin(long tick, LedgerPosition position) => (Tick, Position) = (tick, position);

    /// <summary>Whether the render began after a moment: by the order of this process, and by the ledger's where both are comparable.</summary>
    public bool BeganAfter(long tick, LedgerPosition position) =>
        Tick > tick && Position is not null && (Position.Epoch != position.Epoch || Position.Number >= position.Number);

    public void Complete(FlightResult result) => _completion.SetResult(result);
}

internal sealed record FlightResult(RenderOutcome Outcome, CacheSlot? Slot = null, CacheCell? Cell = null);
