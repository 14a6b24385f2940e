using Perennial.Prerendering;

namespace Perennial.Tests.Prerendering;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData(1, "1s")]
    [InlineData(60, "1m")]
    [InlineData(90, "90s")]
    [InlineData(3600, "1h")]
    [InlineData(86_400, "1d")]
    [InlineData(31_536_000, "1y")]
    public void A_lifetime_is_spelled_in_the_largest_unit_that_divides_it(int seconds, string text) =>
        Assert.Equal(text, DisplayText.Lifetime(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void For_ever_is_spelled_by_nothing() => Assert.Equal("", DisplayText.Lifetime(null));

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(419, "419 ms")]
    [InlineData(1234, "1.2 s")]
    [InlineData(61_000, "61 s")]
    public void A_duration_keeps_two_digits(int milliseconds, string text) =>
        Assert.Equal(text, DisplayText.Time(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(15_135, "15.1 kB")]
    [InlineData(2_500_000, "2.5 MB")]
    public void A_size_is_spelled_in_thousands(long bytes, string text) => Assert.Equal(text, DisplayText.Size(bytes));
}
