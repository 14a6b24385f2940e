namespace Perennial.Caching.Flights;

/// <summary>
/// When a refresh may be tried: one at a time; after the first failure the next visit retries at once, after that every
/// three seconds. While the ledger is out of reach every three seconds at the most, whatever became of the last one.
/// </summary>
/// <remarks>Three seconds is what Next.js clamps failing pages to: long enough to spare an origin that is down, short enough to notice that it is back.</remarks>
internal sealed class RefreshGate(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private bool _running;
    private int _failures;
    private long? _endedAt;
    private long _failedAt;

    public int Failures => Volatile.Read(ref _failures);

    /// <param name="isUnsynced">
    /// Whether the ledger is out of reach. Then nothing that is made is fresh, and only the pause keeps the next visit from
    /// asking for it again.
    /// </param>
    public bool TryBegin(bool isUnsynced = false)
    {
        lock (_lock)
        {
            if (_running || IsPausing() || (isUnsynced && _endedAt is { } ended && time.GetElapsedTime(ended) < Pause))
            {
                return false;
            }

            return _running = true;
        }
    }

    /// <summary>Whether tries rest at the moment because the last ones failed.</summary>
    public bool IsResting()
    {
        lock (_lock)
        {
            return IsPausing();
        }
    }

    public void End(bool succeeded)
    {
        lock (_lock)
        {
            _running = false;
            _endedAt = time.GetTimestamp();
            Note(succeeded);
        }
    }

    public void Note(bool succeeded)
    {
        lock (_lock)
        {
            _failures = succeeded ? 0 : _failures + 1;
            _failedAt = time.GetTimestamp();
        }
    }

    private bool IsPausing() => _failures > 1 && time.GetElapsedTime(_failedAt) < Pause;
}
