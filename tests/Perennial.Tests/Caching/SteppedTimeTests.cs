namespace Perennial.Tests.Caching;

public sealed class SteppedTimeTests
{
    [Fact]
    public void A_step_of_the_wall_clock_moves_no_timestamp()
    {
        var time = new SteppedTime();
        var (timestamp, now) = (time.GetTimestamp(), time.GetUtcNow());

        time.StepWallClock(TimeSpan.FromHours(-1));

        Assert.Equal(timestamp, time.GetTimestamp());
        Assert.Equal(now - TimeSpan.FromHours(1), time.GetUtcNow());
    }
}
