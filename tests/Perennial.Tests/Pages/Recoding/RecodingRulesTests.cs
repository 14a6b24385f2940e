using Perennial.Caching;
using Perennial.Caching.Ledger;
using Perennial.Pages;
using Perennial.Pages.Recoding;

namespace Perennial.Tests.Pages.Recoding;

public sealed class RecodingRulesTests
{
    private static readonly PageOutput Fast = new(200, "text/html", [], new byte[5000], new byte[900], new byte[800], HasForm: false);

    [Fact]
    public void A_fresh_page_that_was_coded_fast_is_worth_it() => Assert.True(IsWorthIt(Fast));

    [Fact]
    public void One_that_was_coded_best_is_not() => Assert.False(IsWorthIt(Fast with { IsBest = true }));

    [Fact]
    public void One_that_brotli_does_not_make_smaller_is_not() => Assert.False(IsWorthIt(Fast with { Brotli = default }));

    [Theory]
    [InlineData(256 * 1024, true)]
    [InlineData((256 * 1024) + 1, false)]
    public void A_large_one_would_hold_its_processor_too_long(int size, bool expected) =>
        Assert.Equal(expected, IsWorthIt(Fast with { Body = new byte[size] }));

    [Fact]
    public void One_that_is_not_fresh_will_be_another_soon()
    {
        Assert.False(IsWorthIt(Fast, state: FreshnessState.Stale));
        Assert.False(IsWorthIt(Fast, state: FreshnessState.Expired));
    }

    [Theory]
    [InlineData(599, 0, false)]
    [InlineData(600, 0, true)]
    [InlineData(3600, 3000, true)]
    [InlineData(3600, 3001, false)]
    public void One_that_is_renewed_within_ten_minutes_is_not(int revalidate, int age, bool expected) =>
        Assert.Equal(expected, IsWorthIt(Fast, TimeSpan.FromSeconds(revalidate), TimeSpan.FromSeconds(age)));

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(100, 1000)]
    [InlineData(400, 3600)]
    public void Coding_takes_at_most_a_tenth_of_a_processor(int work, int look) =>
        Assert.Equal(TimeSpan.FromMilliseconds(look), RecodingRules.LookAfter(TimeSpan.FromMilliseconds(work)));

    [Theory]
    [InlineData(500, 2, true)]
    [InlineData(501, 2, false)]
    [InlineData(501, 4, true)]
    public void The_process_is_idle_when_it_uses_a_quarter_of_its_processors(int used, int processors, bool expected) =>
        Assert.Equal(expected, RecodingRules.IsIdle(TimeSpan.FromMilliseconds(used), TimeSpan.FromSeconds(1), processors));

    private static bool IsWorthIt(
        PageOutput output, TimeSpan? revalidate = null, TimeSpan age = default, FreshnessState state = FreshnessState.Fresh) =>
        RecodingRules.IsWorthIt(output, new(revalidate, null), age, state);
}
