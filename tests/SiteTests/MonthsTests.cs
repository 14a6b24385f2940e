using Site.Home;
using Site.Shop;

namespace Perennial.SiteTests;

public sealed class MonthsTests
{
    [Theory]
    [InlineData("5", new[] { 5 })]
    [InlineData("3-6 9", new[] { 3, 4, 5, 6, 9 })]
    [InlineData("11-2", new[] { 1, 2, 11, 12 })]
    [InlineData("10-11 2-4", new[] { 2, 3, 4, 10, 11 })]
    public void A_range_may_run_over_the_new_year(string text, int[] months) => Assert.Equal(months, Months.Parse(text));

    [Fact]
    public void They_can_be_said_in_words() => Assert.Equal("March to June, September", Months.InWords("3-6 9"));

    [Fact]
    public void Every_month_has_three_jobs() =>
        Assert.All(Enumerable.Range(1, 12), static month => Assert.Equal(3, Almanac.Jobs(month).Count));
}
