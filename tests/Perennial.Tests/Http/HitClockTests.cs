using Perennial.Http;

namespace Perennial.Tests.Http;

public sealed class HitClockTests
{
    [Theory]
    [InlineData(0, "0", "Perennial; hit; ttl=60")]
    [InlineData(59.9, "59", "Perennial; hit; ttl=1")]
    [InlineData(60, "60", "Perennial; hit; ttl=-1")]
    [InlineData(62, "62", "Perennial; hit; ttl=-2")]
    public void What_is_stale_is_never_said_to_have_time_left(double age, string header, string status)
    {
        var texts = new HitClock(60).At(TimeSpan.FromSeconds(age));

        Assert.Equal((header, status), (texts.Age.ToString(), texts.Hit.ToString()));
    }

    [Fact]
    public void Within_a_second_the_texts_are_the_same()
    {
        var clock = new HitClock(60);

        Assert.Same(clock.At(TimeSpan.FromSeconds(5)), clock.At(TimeSpan.FromSeconds(5.5)));
    }
}
