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
    private readonly Lock _telling = new();
    private readonly SemaphoreSlim _unheld = new(1);
    private volatile ITagLedger _current;
    private Action<LedgerPosition>? _listeners;
    private LedgerPosition? _lastBegun;

    public ProcessLedger(ITagLedger first, bool begins)
    {
        _current = first;
        _lastBegun = begins ? first.Position : null;
    }

    public LedgerPosition Position => _current.Position;

    public TagStamps Floor => _current.Floor;

    public bool IsDurable => _current.IsDurable;

    public TagStamps this[CacheTag tag] => _current[tag];

    public async ValueTask<LedgerPosition> StampAsync(
        IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken)
    {
        if (_current is not FallbackLedger)
        {
            // A folder that was exchanged under this process begins an epoch with the first invalidation that finds it so.
            var before = Position.Epoch;
            var position = await _current.StampAsync(tags, kind, cancellationToken);
            if (position.Epoch != before)
            {
                Began(position);
            }

            return position;
        }

        // Not while the folder is taken over: what is acknowledged after the stamps were copied would be in neither ledger.
        await _unheld.WaitAsync(cancellationToken);
        try
        {
            return await _current.StampAsync(tags, kind, cancellationToken);
        }
        finally
        {
            _unheld.Release();
        }
    }

    public async ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken)
    {
        var before = Position.Epoch;
        var position = await _current.BeginEpochAsync(ended, cancellationToken);
        if (position.Epoch != before)
        {
            Began(position);
        }

        return position;
    }

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
                if (taken.Begins)
                {
                    Began(taken.Ledger.Position);
                }
            }
        }
        finally
        {
            _unheld.Release();
        }
    }

    /// <summary>
    /// Tells of every epoch that begins in this process, the one that began before anybody listened included: shared caches
    /// may then hold what nobody knows to be fresh any more. Listeners do not throw and do not wait.
    /// </summary>
    public void WhenEpochBegins(Action<LedgerPosition> listener)
    {
        lock (_telling)
        {
            _listeners += listener;
            if (_lastBegun is { } begun)
            {
                listener(begun);
            }
        }
    }

    // Each epoch is announced once, by whichever thread sees it first.
    private void Began(LedgerPosition position)
    {
        lock (_telling)
        {
            if (_lastBegun?.Epoch != position.Epoch)
            {
                _lastBegun = position;
                _listeners?.Invoke(position);
            }
        }
    }
}
