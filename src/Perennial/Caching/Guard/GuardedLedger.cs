namespace Perennial.Caching.Guard;

/// <summary>
/// Stands in front of a ledger of somebody else's: its calls take a limited time, since visitors stand behind them, and what
/// they throw is an error with a code. What it answers from memory it answers itself.
/// </summary>
internal sealed class GuardedLedger(ITagLedger ledger, TimeProvider time) : ITagLedger
{
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(2);

    // More than a ledger that tries again by itself takes for one of its tries, so that its own answer comes first.
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(5);

    public LedgerPosition Position => ledger.Position;

    public TagStamps Floor => ledger.Floor;

    public LedgerStatus Status => ledger.Status;

    public TagStamps this[CacheTag tag] => ledger[tag];

    public async ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await TimeLimit.RunAsync(token => ledger.StampAsync(request, token), WriteLimit, time, cancellationToken);
        }
        catch (Exception error) when (IsForeign(error, cancellationToken))
        {
            throw new PerennialException("PER2112", $"Nobody knows whether the invalidation was applied: the ledger {Did(error)}.", error);
        }
    }

    public async ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken)
    {
        try
        {
            await TimeLimit.RunAsync(token => ledger.CatchUpAsync(position, token), ReadLimit, time, cancellationToken);
        }
        catch (Exception error) when (IsForeign(error, cancellationToken))
        {
            throw new PerennialException("PER2113", $"The ledger could not be read: it {Did(error)}.", error);
        }
    }

    public async ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken)
    {
        try
        {
            return await TimeLimit.RunAsync(token => ledger.BeginEpochAsync(ended, token), WriteLimit, time, cancellationToken);
        }
        catch (Exception error) when (IsForeign(error, cancellationToken))
        {
            throw new PerennialException("PER2113", $"No new epoch was begun: the ledger {Did(error)}.", error);
        }
    }

    public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) => ledger.ReadAsync(from, cancellationToken);

    public IDisposable Subscribe(Action<LedgerChange> applied) => ledger.Subscribe(applied);

    // A caller's own mistake is his to see.
    private static bool IsForeign(Exception error, CancellationToken cancellationToken) =>
        error is not (PerennialException or ArgumentException) && !(error is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private static string Did(Exception error) => error is OperationCanceledException ? "did not answer in time" : $"failed: {error.Message}";
}
