using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Perennial.Caching;
using Perennial.Rules;

namespace Perennial.EndToEnd;

/// <summary>Pages that change when somebody says so.</summary>
public sealed class OnDemandTests
{
    private int _renders;

    public static TheoryData<string> Announcements { get; } = ["tag", "path", "route", "all"];

    [Theory, MemberData(nameof(Announcements))]
    public async Task Without_a_lifetime_a_page_grows_no_older_and_changes_when_its_change_is_announced(string announcement)
    {
        await using var site = await StartAsync();
        Assert.Equal("page 1", await site.TextAsync("/page"));

        for (var year = 0; year < 3; year++)
        {
            site.Time.Advance(TimeSpan.FromDays(366));
            using var old = await site.GetAsync("/page");
            Assert.StartsWith("Perennial; hit; ttl=", old.Header("Cache-Status"), StringComparison.Ordinal);
            Assert.Equal("public, max-age=0, must-revalidate, s-maxage=31536000", old.Header("Cache-Control"));
        }

        Assert.Equal(1, _renders);

        await site.Revalidator.RevalidateAsync(Tag(announcement), TestContext.Current.CancellationToken);

        Assert.Equal("page 1", await site.TextAsync("/page"));
        await Eventually.IsTrueAsync(async () => await site.TextAsync("/page") is "page 2");
        site.Time.Advance(TimeSpan.FromDays(3660));
        Assert.Equal("page 2", await site.TextAsync("/page"));
        Assert.Equal(2, _renders);
    }

    [Fact]
    public async Task Regenerate_takes_the_path_of_the_page_and_no_other_that_leads_to_it()
    {
        await using var site = await StartAsync(static rules =>
        {
            rules.Rewrites.Add("/in-front", "/page", RewritePhase.BeforeFiles);
            rules.Rewrites.Add("/behind", "/page");
            rules.Rewrites.Add("/last", "/page", RewritePhase.Fallback);
            rules.Redirects.Add("/moved", "/page");
        });
        Assert.Equal("page 1", await site.TextAsync("/page"));

        var refused = new List<string>();
        foreach (var path in new[] { "/in-front", "/behind", "/last", "/moved", "/nowhere" })
        {
            var error = await Assert.ThrowsAsync<PerennialException>(() => site.Revalidator.RegenerateAsync(path, TestContext.Current.CancellationToken));
            refused.Add($"{path} {error.Code}");
        }

        // What leads to a page names the page; what leads elsewhere or nowhere is no kept page.
        Assert.Equal(["/in-front PER1121", "/behind PER1121", "/last PER1121", "/moved PER2106", "/nowhere PER2106"], refused);
        Assert.Equal(1, _renders);

        await site.Revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken);

        Assert.Equal(2, _renders);
        foreach (var path in new[] { "/page", "/in-front", "/behind", "/last" })
        {
            Assert.Equal("page 2", await site.TextAsync(path));
        }
    }

    private static CacheTag Tag(string announcement) => announcement switch
    {
        "tag" => "post:7",
        "path" => CacheTag.Path("/page"),
        "route" => CacheTag.Route("/page"),
        _ => CacheTag.All,
    };

    private Task<TestSite> StartAsync(Action<RuleOptions>? rules = null) => TestSite.StartAsync(
        app => app.MapGet("/page", () => string.Create(CultureInfo.InvariantCulture, $"page {Interlocked.Increment(ref _renders)}")).Prerender(tags: ["post:7"]),
        options: options => rules?.Invoke(options.Rules));
}
