using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;

namespace Perennial.Caching;

/// <summary>
/// The engine: finds entries (memory, writes on their way, stores), judges them, and fills what is missing with one render
/// a key. Knows nothing of pages or HTTP.
/// </summary>
internal sealed class EntryCache : IAsyncDisposable
{
    /// <summary>Gates of entries that memory does not hold: with the memory tier off, or for entries larger than it.</summary>
    private const int MaxLooseGates = 10_000;

    private readonly EntryMemory _memory;
    private readonly StoreTiers _stores;
    private readonly EntryKeeper _keeper;
    private readonly RenderTurns _turns;
    private readonly EntryOrigin _origin;
    private readonly SingleFlight _flights = new();
    private readonly RenderLimits _limits;
    private readonly RenderGate _visits;
    private readonly RenderGate _refreshes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<EntryKey, RefreshGate> _gates = new();

    public EntryCache(
        CacheOptions options, RenderLimits limits, ITagLedger ledger, EntryStores stores, TimeProvider time, ILogger<EntryCache> logger)
    {
        (Ledger, _limits, _origin, _time, _logger) = (ledger, limits, stores.Origin, time, logger);
        _memory = new(options, time);
        _stores = new(stores, ledger, time, logger);
        _keeper = new(_memory, _stores, options, time, logger);
        _turns = new(stores.Lease, limits.Longest, time, logger);
        _visits = new(limits.Running, limits.Waiting, limits.QueueTimeout, time);
        _refreshes = new(limits.Refreshing, limits.Waiting, limits.QueueTimeout, time);
    }

    public ITagLedger Ledger { get; }

    public CacheStatistics Numbers => new(_memory.Bytes, _memory.Count, _keeper.Queued, _visits.Numbers, _refreshes.Numbers);

    /// <summary>Memory only; for the path of a hit.</summary>
    public CacheCell? Peek(EntryKey key) => _memory.Peek(key);

    /// <summary>
    /// Shows the same entry in a better form, in memory alone. Not where it is on its way to the stores: what they say of it
    /// must find it here.
    /// </summary>
    public void Improve(CacheSlot slot, CacheEntry better)
    {
        if (_keeper.FindPending(slot.Key) is null)
        {
            _memory.Settle(slot.Key, slot.Entry, better, slot.FarVersion);
        }
    }

    public async ValueTask<FlightResult?> FindAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Peek(key) is { Current: { } slot } cell)
            {
                return new(new RenderOutcome.Kept(slot.Entry), slot, cell);
            }

            // A newer entry may be kept while the stores are read. What was read is then old, and must not replace it.
            var before = _memory.VersionOf(key);
            var found = _keeper.FindPending(key) is { } written
                ? new TieredEntry(written)
                : await _stores.FindAsync(key, kind, cancellationToken);
            if (found is null)
            {
                if (before == _memory.VersionOf(key))
                {
                    return null;
                }
            }
            else if (await _keeper.AdmitAsync(key, found, before) is { } result)
            {
                return result;
            }
        }
    }

    public async Task<(FlightResult Result, bool Joined)> FillAsync(
        EntryKey key, CacheKind kind, RenderReason reason, Render render, CancellationToken cancellationToken)
    {
        var (tick, position) = (_flights.Now, Ledger.Position);
        while (true)
        {
            var flight = _flights.Join(key, flight => RunAsync(flight, kind, reason, render), out var started);
            var result = await flight.Completion.WaitAsync(cancellationToken);

            // A render that began after the caller came is good enough whatever happened since: constant
            // invalidation must not starve who waits.
            if (flight.BeganAfter(tick, position)
                || result.Outcome is RenderOutcome.Refused
                || (reason is not RenderReason.Regenerate && Serves(result)))
            {
                return (result, !started);
            }
        }
    }

    public Task RefreshBehind(EntryKey key, CacheKind kind, RefreshGate gate, Render render) =>
        gate.TryBegin(IsUnsynced) ? RefreshAsync(key, kind, gate, render) : Task.CompletedTask;

    public RefreshGate GateOf(EntryKey key, CacheCell? cell)
    {
        if (cell is not null)
        {
            return cell.Refresh;
        }

        if (_gates.Count >= MaxLooseGates)
        {
            // Dropping a gate only forgets that its key failed a moment ago.
            _gates.Clear();
        }

        return _gates.GetOrAdd(key, static (_, time) => new(time), _time);
    }

    public Task WhenIdleAsync(CancellationToken cancellationToken) => _flights.WhenIdleAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync();
        await _turns.WhenCompletedAsync();
        _visits.Dispose();
        _refreshes.Dispose();
    }

    private bool IsUnsynced => Freshness.ByTrust(Ledger.Status, _time).State is not FreshnessState.Fresh;

    private bool Serves(FlightResult result) =>
        result.Slot is null || result.Slot.Judge(Ledger).State is not FreshnessState.Expired;

    private async Task<FlightResult> RunAsync(Flight flight, CacheKind kind, RenderReason reason, Render render)
    {
        // 1. Another flight may have landed between the caller's look and this one.
        if (Peek(flight.Key) is { Current: { IsUnreadable: false } slot } cell && IsEnough(slot, reason))
        {
            return new(new RenderOutcome.Kept(slot.Entry), slot, cell);
        }

        if (reason is RenderReason.Regenerate && _limits.CoalesceDelay is { } coalesce)
        {
            await coalesce();
        }

        var gate = reason is RenderReason.Refresh ? _refreshes : _visits;
        var arrived = Ledger.Position;
        for (var asks = true; ; asks = await _turns.WaitAsync(flight.Key))
        {
            // 2. A place here, then the turn among the servers: who has it must not queue for a place.
            if (!await gate.TryEnterAsync(CancellationToken.None))
            {
                return new(new RenderOutcome.Refused());
            }

            try
            {
                // Before the position: what comes in between has a greater number, and is not to be taken for known. The slot, and not
                // its version: that one may still be on its way.
                var known = Peek(flight.Key)?.Current;
                var position = Ledger.Position;
                await using var turn = asks ? await _turns.TryTakeAsync(flight.Key, position) : RenderTurn.Own;
                if (!turn.IsElsewhere)
                {
                    // 3. Another server may have kept it since: without this look each would make what the one before it made.
                    return turn.IsHeld && await FindMadeElsewhereAsync(flight.Key, kind, reason, arrived) is { } made
                        ? made
                        : await RenderAsync(flight, position, known, reason, render, turn);
                }
            }
            finally
            {
                gate.Leave();
            }
        }
    }

    private async Task<FlightResult> RenderAsync(
        Flight flight, LedgerPosition position, CacheSlot? known, RenderReason reason, Render render, RenderTurn turn)
    {
        // 4. From here on what is read is as new as this moment.
        _flights.Begin(flight, position);
        var began = _time.GetTimestamp();
        var outcome = await render(position, reason, CancellationToken.None);
        if (outcome is RenderOutcome.Failed { AbandonedRender: { } left })
        {
            _limits.OnAbandoned?.Invoke(left);
        }

        if (outcome is not RenderOutcome.Kept kept)
        {
            turn.CompleteAfter(Task.CompletedTask, outcome is RenderOutcome.NotKept ? RenderResult.NotKept : RenderResult.Failed);
            return new(outcome);
        }

        // 5. The turn ends when the entry is written: who waits for it reads the store then.
        var (result, written) = await _keeper.KeepAsync(
            flight.Key, _origin.Signed(kept.Entry, _time.GetElapsedTime(began)), reason, turn.Fence, known);
        turn.CompleteAfter(written, RenderResult.Kept);
        return result;
    }

    private async ValueTask<FlightResult?> FindMadeElsewhereAsync(
        EntryKey key, CacheKind kind, RenderReason reason, LedgerPosition arrived)
    {
        if (await _stores.FindFarAsync(key, kind, CancellationToken.None) is not { } found)
        {
            return null;
        }

        var isEnough = reason is RenderReason.Regenerate
            ? found.Entry.Facts.Position is var made && made.Epoch == arrived.Epoch && made.Number >= arrived.Number
            : IsEnough(new(key, found.Entry, _time), reason);
        return isEnough ? await _keeper.ShowAsync(key, found) : null;
    }

    private bool IsEnough(CacheSlot slot, RenderReason reason) => reason is not RenderReason.Regenerate
        && slot.Judge(Ledger).State is var state
        && (state is FreshnessState.Fresh || (reason is RenderReason.Miss && state is FreshnessState.Stale));

    private async Task RefreshAsync(EntryKey key, CacheKind kind, RefreshGate gate, Render render)
    {
        var succeeded = false;
        try
        {
            var (result, _) = await FillAsync(key, kind, RenderReason.Refresh, render, CancellationToken.None);

            // Refused is not failed: the next visit may try at once.
            succeeded = result.Outcome is RenderOutcome.Kept or RenderOutcome.Refused;
            if (!succeeded)
            {
                Log.RefreshFailed(_logger, Describe(result.Outcome), (result.Outcome as RenderOutcome.Failed)?.Error);
            }
        }
        finally
        {
            // The cell is still in use if the new slot was put into it; if it was evicted meanwhile, this has no effect.
            gate.End(succeeded);
        }
    }

    private static string Describe(RenderOutcome outcome) => outcome switch
    {
        RenderOutcome.Failed failed => failed.Error.Message,
        RenderOutcome.NotKept not => not.Reason,
        _ => throw new UnreachableException(outcome.ToString()),
    };
}
