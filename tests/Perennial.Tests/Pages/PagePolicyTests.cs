using Perennial.Caching;
using Perennial.Pages;

namespace Perennial.Tests.Pages;

public sealed class PagePolicyTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    [Fact]
    public void Prerender_is_for_ever_and_forgets_what_is_not_there_after_a_minute()
    {
        var policy = PagePolicy.From(new PrerenderAttribute(), staticPaths: null);

        Assert.Equal(PageMode.Static, policy.Mode);
        Assert.Equal(default, policy.LifetimeOf(200));
        Assert.Equal(default, policy.LifetimeOf(308));
        Assert.Equal(Minute, policy.LifetimeOf(404).Revalidate);
        Assert.Equal(Minute, policy.LifetimeOf(410).Revalidate);
    }

    [Fact]
    public void Revalidate_gives_every_response_its_seconds_unless_told_otherwise()
    {
        var plain = PagePolicy.From(new RevalidateAttribute(10), staticPaths: null);
        var told = PagePolicy.From(new RevalidateAttribute(10) { NotFoundSeconds = 3, RedirectSeconds = 4 }, staticPaths: null);

        Assert.All([200, 404, 301], status => Assert.Equal(TimeSpan.FromSeconds(10), plain.LifetimeOf(status).Revalidate));
        Assert.Equal([10, 3, 4], new[] { 200, 404, 301 }.Select(status => told.LifetimeOf(status).Revalidate!.Value.TotalSeconds));
    }

    [Fact]
    public void A_stale_response_may_be_shown_for_a_year_or_as_long_as_the_page_says()
    {
        var plain = PagePolicy.From(new RevalidateAttribute(10), staticPaths: null);
        var told = PagePolicy.From(new PrerenderAttribute { ExpireSeconds = 5 }, staticPaths: null);

        Assert.Equal(TimeSpan.FromDays(365), plain.Lifetime.Expire);
        Assert.Equal(TimeSpan.FromSeconds(5), told.Lifetime.Expire);
    }

    [Fact]
    public void The_order_of_declared_parameters_makes_no_other_page() => Assert.Equal(
        PagePolicy.From(new PrerenderAttribute { Query = ["b", "a", "B"] }, staticPaths: null).Query,
        PagePolicy.From(new PrerenderAttribute { Query = ["B", "a", "b"] }, staticPaths: null).Query);

    [Fact]
    public void Tags_are_checked_where_they_are_declared() => Assert.Equal(
        "PER2101",
        Assert.Throws<PerennialException>(() => PagePolicy.From(new PrerenderAttribute { Tags = [""] }, staticPaths: null)).Code);

    [Fact]
    public void Only_declared_and_undecided_pages_are_kept()
    {
        Assert.False(PagePolicy.Dynamic.IsKept);
        Assert.True(PagePolicy.Auto(null).IsKept);
        Assert.False(PagePolicy.Auto(null).IsDeclared);
        Assert.Equal(Minute, PagePolicy.Auto(null).LifetimeOf(404).Revalidate);
    }

    [Fact]
    public void The_sites_lifetime_is_for_pages_that_say_none()
    {
        var site = TimeSpan.FromSeconds(300);

        Assert.Equal(Lifetime.Of(300), PagePolicy.From(new PrerenderAttribute(), staticPaths: null, site).LifetimeOf(200));
        Assert.Equal(Lifetime.Of(300), PagePolicy.From(new PrerenderAttribute(), staticPaths: null, site).LifetimeOf(301));
        Assert.Equal(Lifetime.Of(300), PagePolicy.Auto(site).LifetimeOf(200));
        Assert.Equal(Lifetime.Of(10), PagePolicy.From(new RevalidateAttribute(10), staticPaths: null, site).LifetimeOf(200));
        Assert.Equal(Lifetime.Of(900), PagePolicy.From(new RevalidateAttribute(900), staticPaths: null, site).LifetimeOf(200));
        Assert.Equal(new Lifetime(site, TimeSpan.FromSeconds(5000)), PagePolicy.From(new PrerenderAttribute { ExpireSeconds = 5000 }, staticPaths: null, site).LifetimeOf(200));
        Assert.Equal(TimeSpan.FromSeconds(7), PagePolicy.From(new PrerenderAttribute { NotFoundSeconds = 7 }, staticPaths: null, site).LifetimeOf(404).Revalidate);
    }

    [Theory]
    [InlineData(300, 60)]
    [InlineData(20, 20)]
    public void What_is_not_found_comes_to_life_no_later_than_without_it(int site, int expected) => Assert.Equal(
        TimeSpan.FromSeconds(expected),
        PagePolicy.From(new PrerenderAttribute(), staticPaths: null, TimeSpan.FromSeconds(site)).LifetimeOf(404).Revalidate);
}
