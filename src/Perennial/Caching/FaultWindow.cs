namespace Perennial.Caching;

internal sealed class FaultWindow(TimeProvider time)
{
    /// <summary>Often enough for whoever watches a log, rare enough for a log that is kept.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _lineAt;
    private long _faults;

    /// <summary>Counts a fault; the number of faults since the last line when a line is due, else null.</summary>
    public long? Count()
    {
        lock (_lock)
        {
            _faults++;
            if (_lineAt is { } last && time.GetElapsedTime(last) < Length)
            {
                return null;
            }

            _lineAt = time.GetTimestamp();
            var faults = _faults;
            _faults = 0;
            return faults;
        }
    }
}
