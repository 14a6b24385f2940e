namespace Perennial.Testing;

/// <summary>
/// Time that moves only when told to. Timers that come due fire inside <see cref="Advance"/>, in order, on the caller's thread.
/// </summary>
/// <remarks>Stands for Microsoft.Extensions.TimeProvider.Testing, which cannot be restored here (docs/decisions).</remarks>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now;
    private long _elapsed;

    /// <summary>Starts at a fixed instant, or at <paramref name="start"/>.</summary>
    public ManualTime(DateTimeOffset? start = null) => _now = start ?? new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    /// <summary>Moves both clocks forward, and fires what comes due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = GetTimestamp() + by.Ticks;
        while (Next(target) is { } timer)
        {
            MoveTo(timer.Due);
            timer.Fire();
        }

        MoveTo(target);
    }

    /// <summary>Steps the wall clock alone, as an operator or NTP does; the monotonic clock and timers do not notice.</summary>
    public void StepWallClock(TimeSpan by)
    {
        lock (_lock)
        {
            _now += by;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? Next(long target)
    {
        lock (_lock)
        {
            return _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
        }
    }

    private void MoveTo(long elapsed)
    {
        lock (_lock)
        {
            _now += TimeSpan.FromTicks(Math.Max(0, elapsed - _elapsed));
            Interlocked.Exchange(ref _elapsed, Math.Max(_elapsed, elapsed));
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time.GetTimestamp() + dueTime.Ticks;
                    time._timers.Add(this);
                }
            }

            return true;
        }

        public void Fire()
        {
            Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
            callback(state);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
