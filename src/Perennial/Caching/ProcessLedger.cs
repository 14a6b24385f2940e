namespace Perennial.Caching;

/// <summary>
/// The ledger of this process: the cache folder's when it holds the folder, one in memory until then. The swap costs a
/// reader one volatile read.
/// </summary>
/// <remarks>
/// A reader may take a position from the one and stamps from the other. The one that comes gives what it takes over from
/// the one that goes a number larger than any of that one's (<see cref="LedgerState.TakeOver"/>), so he errs on the safe side.
/// </remarks>
internal sealed class ProcessLedger(ITagLedger first) : ITagLedger
{
    private readonly Lock _telling = new();
    private volatile ITagLedger _current = first;
    private Action<LedgerPosition>? _listeners;
    private LedgerPosition? _lastBegun;

    public LedgerPosition Position => _current.Position;

    public TagStamps Floor => _current.Floor;

    public bool IsDurable => _current.IsDurable;

    public TagStamps this[CacheTag tag] => _current[tag];

    public ValueTask<LedgerPosition> StampAsync(
        IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken) =>
        _current.StampAsync(tags, kind, cancellationToken);

    public async ValueTask<LedgerPosition> BeginEpochAsync(Guid ended, CancellationToken cancellationToken)
    {
        var position = await _current.BeginEpochAsync(ended, cancellationToken);
        Began(position);
        return position;
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

    /// <summary>An epoch has begun; each is told once.</summary>
    public void Began(LedgerPosition position)
    {
        lock (_telling)
        {
            if (_lastBegun?.Epoch == position.Epoch)
            {
                return;
            }

            _lastBegun = position;
            _listeners?.Invoke(position);
        }
    }
}
