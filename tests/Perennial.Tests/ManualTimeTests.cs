using Perennial.Testing;

namespace Perennial.Tests;

public sealed class ManualTimeTests
{
    [Fact]
    public void Timers_fire_in_order_while_time_moves_over_them()
    {
        var time = new ManualTime();
        var fired = new List<string>();
        using var late = time.CreateTimer(_ => fired.Add("late"), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        using var early = time.CreateTimer(_ => fired.Add("early"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["early", "late", "early"], fired);
    }

    [Fact]
    public void A_step_of_the_wall_clock_moves_no_timestamp()
    {
        var time = new ManualTime();
        var before = time.GetTimestamp();

        time.StepWallClock(TimeSpan.FromHours(-1));

        Assert.Equal(before, time.GetTimestamp());
    }
}
