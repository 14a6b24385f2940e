namespace Perennial.Caching;

/// <summary>One render and everyone who waits for it.</summary>
internal sealed class Flight(EntryKey key)
{
    private readonly TaskCompletionSource<Landing> _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EntryKey Key { get; } = key;

    /// <summary>The order of beginnings in this process; 0 until the render has begun.</summary>
    public long Tick { get; private set; }

    /// <summary>Where the ledger stood when the render began; null until then.</summary>
    public LedgerPosition? Position { get; private set; }

    public Task<Landing> Landed => _landed.Task;

    public void Begin(long tick, LedgerPosition position) => (Tick, Position) = (tick, position);

    /// <summary>Whether the render began after a moment: by the order of this process, and by the ledger's where both are comparable.</summary>
    public bool BeganAfter(long tick, LedgerPosition position) =>
        Tick > tick && Position is not null && (Position.Epoch != position.Epoch || Position.Number >= position.Number);

    public void Land(Landing landing) => _landed.SetResult(landing);
}
