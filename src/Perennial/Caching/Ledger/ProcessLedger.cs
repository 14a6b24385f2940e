using System.Diagnostics.CodeAnalysis;
using Perennial.Caching.Files;

namespace Perennial.Caching.Ledger;

/// <summary>
/// The ledger of this process: the cache folder's when it holds the folder, one in memory until then. The swap costs a
/// reader one volatile read.
/// </summary>
/// <remarks>
/// A reader may take a position from the one and stamps from the other. The one that comes gives what it takes over from
/// the one that goes a number larger than any of that one's (<see cref="LedgerState.TakeOver"/>), so he errs on the safe side.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose handle nobody asks for holds nothing.")]
internal sealed class ProcessLedger : ITagLedger
{
    private readonly Subscribers _subscribers = new();
    private readonly Lock _telling = new();
    private readonly SemaphoreSlim _unheld = new(1);
    private volatile ITagLedger _current;
    private LedgerPosition? _lastBegun;
    private Guid _lastTold;

    /// <param name="first">The ledger until another takes its place.</param>
    /// <param name="begins">Whether its epoch has just begun.</param>
    public ProcessLedger(ITagLedger first, bool begins)
    {
        _current = first;
        _lastBegun = begins ? first.Position : null;
        _lastTold = begins ? first.Position.Epoch : Guid.Empty;
        first.Subscribe(Tell);
    }

    public LedgerPosition Position => _current.Position;

    public TagStamps Floor => _current.Floor;

    public LedgerStatus Status => _current.Status;

    public TagStamps this[CacheTag tag] => _current[tag];

    public async ValueTask<LedgerPosition> StampAsync(StampRequest request, CancellationToken cancellationToken)
    {
        if (_current is not FallbackLedger)
        {
            return await _current.StampAsync(request, cancellationToken);
        }

        // Not while the folder is taken over: what is acknowledged after the stamps were copied would be in neither ledger.
        await _unheld.WaitAsync(cancellationToken);
        try
        {
            return await _current.StampAsync(request, cancellationToken);
        }
        finally
        {
            _unheld.Release();
        }
    }

    public ValueTask CatchUpAsync(LedgerPosition position, CancellationToken cancellationToken) =>
        _current.CatchUpAsync(position, cancellationToken);

    public ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken) =>
        _current.BeginEpochAsync(ended, cancellationToken);

    public IAsyncEnumerable<Stamp> ReadAsync(LedgerPosition from, CancellationToken cancellationToken) =>
        _current.ReadAsync(from, cancellationToken);

    /// <param name="open">
    /// Gets the ledger in memory; gives the folder's ledger and whether its epoch has just begun, or null when the
    /// folder cannot be used yet.
    /// </param>
    public async Task TakeOverAsync(Func<FallbackLedger, Task<(FileTagLedger Ledger, bool Begins)?>> open)
    {
        await _unheld.WaitAsync();
        try
        {
            if (_current is FallbackLedger unheld && await open(unheld) is { } taken)
            {
                _current = taken.Ledger;
                taken.Ledger.Subscribe(Tell);
                if (taken.Begins)
                {
                    Tell(new(taken.Ledger.Position, [], IsNewEpoch: true));
                }
            }
        }
        finally
        {
            _unheld.Release();
        }
    }

    /// <summary>
    /// Tells of the epoch that began before anybody listened, too: shared caches may hold what nobody knows to be fresh any more.
    /// </summary>
    public IDisposable Subscribe(Action<LedgerChange> applied)
    {
        lock (_telling)
        {
            var subscription = _subscribers.Add(applied);
            if (_lastBegun is { } begun)
            {
                applied(new(begun, [], IsNewEpoch: true));
            }

            return subscription;
        }
    }

    private void Tell(LedgerChange change)
    {
        lock (_telling)
        {
            if (change.IsNewEpoch)
            {
                if (_lastTold == change.Position.Epoch)
                {
                    return;
                }

                _lastTold = change.Position.Epoch;
                _lastBegun = change.IsBegunElsewhere ? null : change.Position;
            }

            _subscribers.Tell(change);
        }
    }
}
