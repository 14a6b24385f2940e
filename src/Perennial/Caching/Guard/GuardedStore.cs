using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Guard;

/// <summary>
/// Stands in front of any store and keeps its faults from visitors: a read that throws or takes too long is a miss, a
/// write that does is forgotten, and neither can bring an older entry back.
/// </summary>
/// <param name="store">It.</param>
/// <param name="options">How long it may take.</param>
/// <param name="time">Counts that.</param>
/// <param name="logger">Told of its faults.</param>
/// <param name="ledger">Where the ledger stands; given for a store that other servers write, too.</param>
internal sealed partial class GuardedStore(
    ICacheStore store, CacheOptions options, TimeProvider time, ILogger<GuardedStore> logger, Func<LedgerPosition>? ledger = null) : ICacheStore
{
    /// <summary>
    /// Reads that may run at once, those that nobody waits for any more included: a store that blocks its callers can hold
    /// this many threads and no more. When all are held for ever, the store is out of use until the app restarts.
    /// </summary>
    public const int ReadLimit = 256;

    private readonly WriteNumbers _numbers = new();
    private readonly UnconfirmedWrites _unconfirmed = new();
    private readonly UnconfirmedSharedWrites? _shared = ledger is null ? null : new(ledger);

    // Apart, because a slow disk misses the short time for reads and keeps the long one for writes: working writes must
    // not keep visitors waiting for reads.
    private readonly StoreHealth _reads = new(ledger is null ? "near" : "far", "read", time, logger);
    private readonly StoreHealth _writes = new(ledger is null ? "near" : "far", "write", time, logger);
    private int _readsRunning;

    public GuardCounters Counters { get; } = new();

    public bool PausesReads => _reads.IsPaused;

    public bool PausesWrites => _writes.IsPaused;

    public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        // A write that begins while the store is being read makes the answer doubtful: it may be the entry of before.
        // Twice in a row happens to a page that is written all the time; rendering it once more is the safe answer.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var stamp = _numbers.StampOf(key);
            if (_unconfirmed.Contains(key))
            {
                break;
            }

            var entry = await ReadAsync(key, kind, cancellationToken);
            if (entry is not null && _shared?.Believes(key, entry.Entry.Facts.Position) is false)
            {
                break;
            }

            if (entry is null || _numbers.StampOf(key) == stamp)
            {
                return entry;
            }
        }

        Counters.ReadUnconfirmed();
        return null;
    }

    private async ValueTask<StoredEntry?> ReadAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        if (!_reads.TryEnter())
        {
            Counters.ReadSkipped();
            return null;
        }

        if (Interlocked.Increment(ref _readsRunning) > ReadLimit)
        {
            Interlocked.Decrement(ref _readsRunning);
            _reads.Abandoned();
            Counters.ReadSkipped();
            return null;
        }

        Counters.Read();
        try
        {
            var entry = await TimeLimit.RunAsync(token => AskAsync(key, kind, token), options.ReadTimeout, time, cancellationToken);
            _reads.Succeeded();
            return entry;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _reads.Abandoned();
            throw;
        }
        catch (Exception error)
        {
            Counters.ReadFault();
            _reads.Failed(error);
            return null;
        }
    }

    private async ValueTask<StoredEntry?> AskAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return await store.GetAsync(key, kind, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _readsRunning);
        }
    }
}
