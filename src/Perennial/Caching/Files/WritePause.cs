namespace Perennial.Caching.Files;

/// <summary>
/// After a failed write, none is tried for a while: a full or broken disk must not cost every response an error. It ends
/// by itself, with the first write that succeeds.
/// </summary>
internal sealed class WritePause(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    // Long enough to be cheap for days, short enough that an operator who made room sees it work.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private TimeSpan _length;
    private long _since;
    private string _reason = "";

    public void ThrowIfPaused()
    {
        lock (_lock)
        {
            if (_length > TimeSpan.Zero && time.GetElapsedTime(_since) < _length)
            {
                throw new IOException($"Writing is paused for {_length.TotalSeconds:0} s after: {_reason}");
            }
        }
    }

    public bool Failed(IOException e)
    {
        lock (_lock)
        {
            // Writers that were under way together fail together: that is one failure.
            if (_length > TimeSpan.Zero && time.GetElapsedTime(_since) < _length)
            {
                return false;
            }

            var isFirst = _length == TimeSpan.Zero;
            _length = isFirst ? First : _length * 2 < Longest ? _length * 2 : Longest;
            _since = time.GetTimestamp();
            _reason = e.Message;
            return isFirst;
        }
    }

    public bool Succeeded()
    {
        lock (_lock)
        {
            var wasPaused = _length > TimeSpan.Zero;
            _length = TimeSpan.Zero;
            return wasPaused;
        }
    }
}
