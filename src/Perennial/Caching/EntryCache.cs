using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Perennial.Caching.Flights;
using Perennial.Caching.Guard;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;

namespace Perennial.Caching;

/// <summary>
/// The engine: finds entries (memory, writes on their way, store), judges them, and fills what is missing with one render
/// a key. Knows nothing of pages or HTTP.
/// </summary>
internal sealed class EntryCache : IAsyncDisposable
{
    /// <summary>Gates of entries that memory does not hold: with the memory tier off, or for entries larger than it.</summary>
    private const int MaxLooseGates = 10_000;

    private readonly MemoryTier _memory;
    private readonly MemoryTier _negatives;
    private readonly ICacheStore _store;
    private readonly WriteBehind _writes;
    private readonly SingleFlight _flights = new();
    private readonly Func<Task>? _gather;
    private readonly Action<Task>? _onAbandoned;
    private readonly RenderGate _visits;
    private readonly RenderGate _refreshes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly bool _hasMemory;
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, 1024).Select(static _ => new Stripe())];
    private readonly ConcurrentDictionary<EntryKey, RefreshGate> _gates = new();

    public EntryCache(
        CacheOptions options, RenderLimits limits, ITagLedger ledger, ICacheStore store, TimeProvider time, ILogger<EntryCache> logger)
    {
        Ledger = ledger;
        _store = store;
        _time = time;
        _logger = logger;
        _hasMemory = options.MemoryLimit > 0;
        _memory = new(options.MemoryLimit, int.MaxValue, time, MemoryPressure.LastCollectionUnderPressure);
        _negatives = new(Math.Max(1024 * 1024, options.MemoryLimit / 10), options.NotFoundLimit, time);
        _writes = new(store, logger);
        _gather = limits.CoalesceDelay;
        _onAbandoned = limits.OnAbandoned;
        _visits = new(limits.Running, limits.Waiting, limits.QueueTimeout, time);
        _refreshes = new(limits.Refreshing, limits.Waiting, limits.QueueTimeout, time);
    }

    public ITagLedger Ledger { get; }

    public CacheStatistics Numbers => new(
        _memory.Bytes + _negatives.Bytes, _memory.Count + _negatives.Count, _writes.Count, _visits.Numbers, _refreshes.Numbers);

    /// <summary>Memory only; for the path of a hit.</summary>
    public CacheCell? Peek(EntryKey key) => _memory.Find(key) ?? _negatives.Find(key);

    public async ValueTask<FlightResult?> FindAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Peek(key) is { Current: { } slot } cell)
            {
                return new(new RenderOutcome.Kept(slot.Entry), slot, cell);
            }

            // A newer entry may be kept while the store is read. What was read is then old, and must not replace it.
            var stripe = StripeOf(key);
            var before = Volatile.Read(ref stripe.Version);
            var entry = _writes.Find(key) ?? await _store.GetAsync(key, kind, cancellationToken);
            if (entry is not null)
            {
                await EndEpochBelowAsync(entry.Facts.Position, cancellationToken);
            }

            lock (stripe)
            {
                if (before == stripe.Version)
                {
                    return entry is null ? null : Admit(key, entry);
                }
            }
        }
    }

    public async Task<(FlightResult Result, bool Joined)> FillAsync(
        EntryKey key, RenderReason reason, Render render, CancellationToken cancellationToken)
    {
        var (tick, position) = (_flights.Now, Ledger.Position);
        while (true)
        {
            var flight = _flights.Join(key, flight => RunAsync(flight, reason, render), out var started);
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

    public Task RefreshBehind(EntryKey key, RefreshGate gate, Render render) =>
        gate.TryBegin() ? RefreshAsync(key, gate, render) : Task.CompletedTask;

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
        await _writes.DisposeAsync();
        _visits.Dispose();
        _refreshes.Dispose();
    }

    /// <summary>
    /// An entry that carries a number of this epoch that the ledger has not reached: the ledger has lost its end, and the
    /// invalidations that were there. It would hand those numbers out once more, and what was lost would look fresh.
    /// </summary>
    private async ValueTask EndEpochBelowAsync(LedgerPosition made, CancellationToken cancellationToken)
    {
        var now = Ledger.Position;
        if (made.Epoch != now.Epoch || made.Number <= now.Number)
        {
            return;
        }

        try
        {
            await Ledger.BeginEpochAsync(now.Epoch, cancellationToken);
        }
        catch (PerennialException error)
        {
            // Until a new epoch can be written, this entry counts as missing, and the next one like it tries again.
            Log.EpochNotBegun(_logger, error);
        }
    }

    private Stripe StripeOf(EntryKey key) => _stripes[(uint)key.GetHashCode() % (uint)_stripes.Length];

    private bool Serves(FlightResult result) =>
        result.Slot is null || result.Slot.Judge(Ledger).State is not FreshnessState.Expired;

    private FlightResult Admit(EntryKey key, CacheEntry entry)
    {
        var slot = new CacheSlot(key, entry, _time);
        var (home, other) = entry.Facts.IsNegative ? (_negatives, _memory) : (_memory, _negatives);
        var cell = _hasMemory ? home.Put(slot) : null;
        other.Remove(key);
        return new(new RenderOutcome.Kept(entry), slot, cell);
    }

    /// <param name="key">Its key.</param>
    /// <param name="entry">What was made.</param>
    /// <param name="reason">
    /// Why. What a visitor waited for is shown at once and written behind: it takes the place of nothing, or of what the
    /// ledger says nobody may see. What was made behind a page that is still shown is written first: shown before that, it
    /// would be gone after a crash, and its visitor would find the older page again.
    /// </param>
    private async ValueTask<FlightResult> KeepAsync(EntryKey key, CacheEntry entry, RenderReason reason)
    {
        var isWritten = await MustBeWrittenAsync(key, entry);
        var isWrittenBehind = isWritten && reason is not (RenderReason.Refresh or RenderReason.Regenerate);
        if (isWritten && !isWrittenBehind)
        {
            await _writes.WriteAsync(key, entry);
        }

        var stripe = StripeOf(key);
        FlightResult result;
        lock (stripe)
        {
            stripe.Version++;
            if (isWrittenBehind)
            {
                _writes.Note(key, entry);
            }

            result = Admit(key, entry);
        }

        if (isWrittenBehind)
        {
            await _writes.QueueAsync(key, CancellationToken.None);
        }

        return result;
    }

    private async ValueTask<bool> MustBeWrittenAsync(EntryKey key, CacheEntry entry) =>
        !_hasMemory || !entry.Facts.IsNegative
        || Peek(key) is { Current.Entry.Facts.IsNegative: false }
        || _writes.Find(key) is not null
        || await _store.GetAsync(key, entry.Facts.Kind, CancellationToken.None) is not null;

    private async Task<FlightResult> RunAsync(Flight flight, RenderReason reason, Render render)
    {
        // Another flight may have landed between the caller's look and this one.
        if (reason is not RenderReason.Regenerate
            && Peek(flight.Key) is { Current: { IsUnreadable: false } slot } cell
            && slot.Judge(Ledger).State is var state
            && (state is FreshnessState.Fresh || (reason is RenderReason.Miss && state is FreshnessState.Stale)))
        {
            return new(new RenderOutcome.Kept(slot.Entry), slot, cell);
        }

        if (reason is RenderReason.Regenerate && _gather is not null)
        {
            await _gather();
        }

        var gate = reason is RenderReason.Refresh ? _refreshes : _visits;
        if (!await gate.TryEnterAsync(CancellationToken.None))
        {
            return new(new RenderOutcome.Refused());
        }

        try
        {
            var position = Ledger.Position;
            _flights.Begin(flight, position);
            var outcome = await render(position, reason, CancellationToken.None);
            if (outcome is RenderOutcome.Failed { AbandonedRender: { } left })
            {
                _onAbandoned?.Invoke(left);
            }

            return outcome is RenderOutcome.Kept kept
                ? await KeepAsync(flight.Key, kept.Entry, reason)
                : new(outcome);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task RefreshAsync(EntryKey key, RefreshGate gate, Render render)
    {
        var succeeded = false;
        try
        {
            var (result, _) = await FillAsync(key, RenderReason.Refresh, render, CancellationToken.None);

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

    /// <summary>What some keys share: how often one of them was kept. Locked, so that an older entry is not admitted a moment later.</summary>
    private sealed class Stripe
    {
        public long Version;
    }
}
