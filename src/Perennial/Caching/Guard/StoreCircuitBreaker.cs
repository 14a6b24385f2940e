namespace Perennial.Caching.Guard;

/// <summary>Stops asking a store that does not answer, so that not every visitor pays the time of a read.</summary>
/// <remarks>
/// closed —(5 faults in a row)→ open for 1 s —→ half open: one caller tries —(works)→ closed, —(fails)→ open for twice as
/// long, at most 5 s. Driven by callers; no timer.
/// </remarks>
internal sealed class StoreCircuitBreaker(TimeProvider time)
{
    /// <summary>Fewer would stop at one bad entry; more would make more visitors wait.</summary>
    public const int Threshold = 5;

    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>A store that is back is used again within this time; until then one visitor in it waits for a read.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private int _faults;
    private TimeSpan _pause;
    private long _openedAt;
    private bool _probing;

    public bool IsOpen => Volatile.Read(ref _faults) >= Threshold;

    // A caller that gets true must report one of the outcomes below.
    public bool TryEnter()
    {
        // Without the lock, because this is asked before each read: a stale answer lets one call more through.
        if (Volatile.Read(ref _faults) < Threshold)
        {
            return true;
        }

        lock (_lock)
        {
            if (_faults < Threshold)
            {
                return true;
            }

            if (_probing || time.GetElapsedTime(_openedAt) < _pause)
            {
                return false;
            }

            return _probing = true;
        }
    }

    // True when the circuit was open and is closed now.
    public bool Succeeded()
    {
        if (Volatile.Read(ref _faults) is 0)
        {
            return false;
        }

        lock (_lock)
        {
            var wasOpen = _faults >= Threshold;
            (_faults, _pause, _probing) = (0, TimeSpan.Zero, false);
            return wasOpen;
        }
    }

    // True when this failure opens the circuit.
    public bool Failed()
    {
        lock (_lock)
        {
            var wasOpen = _faults >= Threshold;
            _faults++;
            if (_faults < Threshold || (wasOpen && !_probing))
            {
                return false;
            }

            _pause = wasOpen ? TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks)) : FirstPause;
            _openedAt = time.GetTimestamp();
            _probing = false;
            return !wasOpen;
        }
    }

    public void Abandoned()
    {
        lock (_lock)
        {
            _probing = false;
        }
    }
}
