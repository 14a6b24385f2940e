using Microsoft.Extensions.Time.Testing;

namespace Perennial.Tests.Caching;

/// <summary>Time whose wall clock can be stepped alone, as an operator or NTP does; the monotonic clock and timers do not notice.</summary>
/// <remarks>Not <see cref="FakeTimeProvider.AdjustTime"/>: that one moves the timestamp along, and would hide who takes an age from the wall clock.</remarks>
internal sealed class SteppedTime : FakeTimeProvider
{
    private TimeSpan _step;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _step;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public void StepWallClock(TimeSpan by) => _step += by;
}
