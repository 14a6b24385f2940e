using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Http;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

/// <summary>A redirect leads to the address that answers, and not to one that redirects once more.</summary>
public sealed class OneHopTests
{
    private static readonly string[] Asked =
    [
        "/old", "/old/", "/OLD", "/old//", "/old?a=1", "/old-slash", "/old-case", "/old-slug/One", "/en/old", "/old-blog/x", "/old-hash",
        "/old-live", "/kept//", "/KEPT//", "/Post//a/", "/old-file", "/old-nowhere", "/old-root",
    ];

    public static TheoryData<TrailingSlash, string> All =>
        [.. from slash in Enum.GetValues<TrailingSlash>() from owner in new[] { "", "rules", "app" } select new TheoryDataRow<TrailingSlash, string>(slash, owner)];

    [Theory, MemberData(nameof(All))]
    public async Task Whatever_was_asked_for_is_one_redirect_away(TrailingSlash slash, string baseOwner)
    {
        await using var site = await StartAsync(slash, baseOwner);

        foreach (var path in baseOwner.Length == 0 ? Asked : [.. Asked.Select(static path => "/docs" + path), .. Asked.Select(static path => "/DOCS" + path), "/DOCS/kept", "/Docs/post//A/", "/DOCS/live/", "/DOCS", "/DOCS/"])
        {
            using var first = await site.GetAsync(path);
            Assert.True((int)first.StatusCode is 307 or 308, path + " " + first.StatusCode);
            using var second = await site.GetAsync(first.Header("Location")!.Split('#')[0]);

            Assert.True(
                second.StatusCode is HttpStatusCode.OK == !path.EndsWith("nowhere", StringComparison.Ordinal) && (int)second.StatusCode is 200 or 404,
                $"{path} → {first.Header("Location")} → {second.StatusCode} {second.Header("Location")}");
        }
    }

    [Theory]
    [InlineData(TrailingSlash.Add, "/old?a=1", "/kept/?a=1")]
    [InlineData(TrailingSlash.Remove, "/old?a=1", "/kept?a=1")]
    [InlineData(TrailingSlash.Remove, "/old-slash", "/kept")]
    [InlineData(TrailingSlash.Leave, "/old-slash", "/kept/")]
    [InlineData(TrailingSlash.Add, "/old-hash", "/kept/#top")]
    [InlineData(TrailingSlash.Add, "/old-file", "/feed.xml")]
    [InlineData(TrailingSlash.Add, "/old-nowhere", "/no/page")]
    [InlineData(TrailingSlash.Add, "/old-away", "https://other.test/kept")]
    [InlineData(TrailingSlash.Remove, "/old-case", "/kept")]
    [InlineData(TrailingSlash.Add, "/old-blog/x", "/blog/x/")]
    public async Task It_is_spelled_as_the_page_is(TrailingSlash slash, string path, string location)
    {
        await using var site = await StartAsync(slash, "");

        using var answer = await site.GetAsync(path);

        Assert.Equal(location, answer.Header("Location"));
    }

    [Theory]
    [InlineData(TrailingSlash.Remove, "/x/{slug}", "/x/{slug}/")]
    [InlineData(TrailingSlash.Add, "/x/{slug}", "/x/{slug}/")]
    [InlineData(TrailingSlash.Add, "/x/{slug}", "/x/{slug}")]
    [InlineData(TrailingSlash.Leave, "/x/{slug}", "/X/{slug}")]
    [InlineData(TrailingSlash.Remove, "/X/{slug}", "/x/{slug}")]
    [InlineData(TrailingSlash.Add, "/{**path}", "/{path}/")]
    public async Task A_rule_against_the_policy_makes_no_circle(TrailingSlash slash, string source, string destination)
    {
        await using var site = await RuleSite.StartAsync(
            rules =>
            {
                rules.TrailingSlash = slash;

                // Without a condition it is refused at start (PER1107).
                rules.Redirects.Add(source, destination, has: [RuleCondition.Header("x-old")]);
            },
            static app => app.MapGet("/x/{slug}", static (string slug) => slug).Revalidate(60));

        foreach (var asked in (string[])["/x/a", "/x/a/", "/X/a", "/X/a/"])
        {
            var (path, hops) = (asked, 0);
            while (true)
            {
                using var answer = await site.GetAsync(path, static request => request.Headers.Add("x-old", "1"));
                if (answer.Header("Location") is not { } location)
                {
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                    break;
                }

                (path, hops) = (location, hops + 1);
                Assert.True(hops <= 1, $"{asked} → {path}");
            }
        }
    }

    [Theory]
    [InlineData(TrailingSlash.Remove, "/kept/?a=1", "https://garden.test/kept?a=1")]
    [InlineData(TrailingSlash.Remove, "/KEPT", "https://garden.test/kept")]
    [InlineData(TrailingSlash.Add, "/kept", "https://garden.test/kept/")]
    [InlineData(TrailingSlash.Add, "/feed.xml", "https://garden.test/feed.xml")]
    [InlineData(TrailingSlash.Leave, "/post/a", "https://garden.test/post/a")]
    public async Task To_another_of_the_sites_own_hosts_too(TrailingSlash slash, string path, string location)
    {
        await using var site = await RuleSite.StartAsync(
            rules =>
            {
                rules.TrailingSlash = slash;
                rules.Redirects.Add("/{**path}", "https://garden.test/{path}", has: [RuleCondition.Host("www.garden.test")]);
            },
            static app => app.MapGet("/feed.xml", static () => "<rss/>").Revalidate(60).RequireHost("garden.test"));

        using var answer = await site.GetAsync(path, static request => request.Headers.Host = "www.garden.test");

        Assert.Equal(location, answer.Header("Location"));
    }

    [Theory]
    [InlineData("/kept/?a=1#top", "", "/kept?a=1#top")]
    [InlineData("/KEPT", "/docs", "/docs/kept")]
    [InlineData("/?a=1", "/docs", "/docs?a=1")]
    [InlineData("/no/page/", "", "/no/page/")]
    [InlineData("https://other.test/kept/", "", "https://other.test/kept/")]
    public async Task A_proxys_redirect_is_spelled_likewise(string to, string basePath, string location)
    {
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                app.MapGet("/", static () => "root").Revalidate(60);
                app.MapGet("/kept", static () => "kept").Revalidate(60);
            },
            builder => builder.Services.AddSingleton(new Scripted((_, _) => new(ProxyResult.Redirect(to)))),
            options: options => options.Rules.BasePath = basePath,
            perennial: static builder => builder.AddProxy<Scripted>(static matchers => matchers.Add("/old")));

        using var answer = await site.GetAsync(basePath + "/old");

        Assert.Equal(location, answer.Header("Location"));
    }

    [Fact]
    public async Task What_is_posted_is_sent_where_the_rule_says()
    {
        await using var site = await StartAsync(TrailingSlash.Add, "");

        using var answer = await site.SendAsync(HttpMethod.Post, "/old-form");

        Assert.Equal("/form", answer.Header("Location"));
    }

    private static Task<TestSite> StartAsync(TrailingSlash slash, string baseOwner) => RuleSite.StartAsync(
        rules =>
        {
            rules.TrailingSlash = slash;
            rules.BasePath = baseOwner is "rules" ? "/docs" : "";
            rules.Redirects.Add("/old", "/kept", permanent: true);
            rules.Redirects.Add("/old-slash", "/kept/");
            rules.Redirects.Add("/old-case", "/KEPT");
            rules.Redirects.Add("/old-slug/{slug}", "/POST/{slug}");
            rules.Redirects.Add("/{locale}/old", "/kept?locale={locale}");
            rules.Redirects.Add("/old-blog/{slug}", "/blog/{slug}");
            rules.Redirects.Add("/old-hash", "/kept#top");
            rules.Redirects.Add("/old-live", "/live");
            rules.Redirects.Add("/old-file", "/feed.xml");
            rules.Redirects.Add("/old-nowhere", "/no/page");
            rules.Redirects.Add("/old-form", "/form");
            rules.Redirects.Add("/old-root", "/");
            rules.Redirects.Add("/old-away", "https://other.test/kept");
            rules.Rewrites.Add("/blog/{slug}", "/post/{slug}");
        },
        static app =>
        {
            app.MapGet("/", static () => "root").Revalidate(60);
            app.MapGet("/feed.xml", static () => "<rss/>").Revalidate(60);
        },
        use: app =>
        {
            if (baseOwner is "app")
            {
                app.UsePathBase("/docs");
            }

            app.UsePerennial();
        });
}
