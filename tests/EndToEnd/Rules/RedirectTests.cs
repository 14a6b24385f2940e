using System.Net;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

public sealed class RedirectTests
{
    [Theory]
    [InlineData("/old", 308, "/kept")]
    [InlineData("/OLD", 308, "/kept")]
    [InlineData("/old/", 308, "/kept")]
    [InlineData("/old//", 308, "/kept")]
    [InlineData("/%6Fld", 308, "/kept")]
    [InlineData("/old?x=1&y=2", 308, "/kept?x=1&y=2")]
    [InlineData("/old-temp", 307, "/kept")]
    [InlineData("/old-301", 301, "/kept")]
    [InlineData("/old-ext", 307, "https://example.com/x")]
    [InlineData("/old-slug/x%20y", 307, "/post/x%20y")]
    [InlineData("/old-slug/%C3%A9", 307, "/post/%C3%A9")]
    [InlineData("/old-slug/a%2Fb", 307, "/post/a%2Fb")]
    [InlineData("/old-q?a=1&fixed=2", 307, "/search?a=1&fixed=1")]
    [InlineData("/old-re/12", 307, "/search?id=12")]
    [InlineData("/old-many/a/b", 307, "/search/a/b")]
    [InlineData("/old-many", 307, "/search")]
    [InlineData("/2024-05-ab", 307, "/post/2024/05/ab")]
    [InlineData("/old-hash/x", 307, "/kept#x")]
    public async Task A_source_leads_to_its_destination(string path, int status, string location)
    {
        await using var site = await RuleSite.StartAsync(Rules);

        var response = await site.GetAsync(path);

        Assert.Equal(((HttpStatusCode)status, location), (response.StatusCode, response.Header("Location")));
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/old-re/12a")]
    [InlineData("/old/more")]
    [InlineData("/ol")]
    public async Task What_does_not_match_is_left_alone(string path)
    {
        await using var site = await RuleSite.StartAsync(Rules);

        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_first_that_matches_answers_before_a_page_that_is_there()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
        {
            rules.Redirects.Add("/post/{slug}", "/first/{slug}");
            rules.Redirects.Add("/post/one", "/second");
        });

        Assert.Equal("/first/one", (await site.GetAsync("/post/one")).Header("Location"));
    }

    [Fact]
    public async Task Conditions_look_at_headers_cookies_query_and_host()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
        {
            rules.Redirects.Add("/by-cookie", "/search?u={u}", has: [RuleCondition.Cookie("auth", "(?<u>.*)")]);
            rules.Redirects.Add("/by-header", "/search?l={accept-language}", has: [RuleCondition.Header("accept-language")]);
            rules.Redirects.Add("/by-query", "/search/{p}", has: [RuleCondition.Query("page", @"(?<p>\d+)")]);
            rules.Redirects.Add("/by-host", "/kept", has: [RuleCondition.Host("other.test")]);
            rules.Redirects.Add("/unless", "/kept", missing: [RuleCondition.Header("x-skip")]);
        });

        Assert.Null(await LocationAsync("/by-cookie"));
        Assert.Equal("/search?u=bob", await LocationAsync("/by-cookie", ("Cookie", "auth=bob")));
        Assert.Equal("/search?l=de%2C%20en%3Bq%3D0.5", await LocationAsync("/by-header", ("Accept-Language", "de, en;q=0.5")));
        Assert.Null(await LocationAsync("/by-query?page=x"));
        Assert.Equal("/search/7?page=7", await LocationAsync("/by-query?page=7"));
        Assert.Null(await LocationAsync("/by-host"));
        Assert.Equal("/kept", await LocationAsync("/by-host", ("Host", "OTHER.test:81")));
        Assert.Equal("/kept", await LocationAsync("/unless"));
        Assert.Null(await LocationAsync("/unless", ("x-skip", "1")));

        async Task<string?> LocationAsync(string path, params (string Name, string Value)[] headers) =>
            (await site.GetAsync(path, request =>
            {
                foreach (var (name, value) in headers)
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }
            })).Header("Location");
    }

    [Fact]
    public async Task A_redirect_to_the_address_that_was_asked_for_is_not_sent()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
            rules.Redirects.Add("/post/{slug}", "/post/{to}", has: [RuleCondition.Query("to", "(?<to>.+)")]));

        Assert.Equal("/post/b?to=b", (await site.GetAsync("/post/a?to=b")).Header("Location"));
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("/post/b?to=b")).StatusCode);
    }

    private static void Rules(RuleOptions rules)
    {
        rules.Redirects.Add("/old", "/kept", permanent: true);
        rules.Redirects.Add("/old-temp", "/kept");
        rules.Redirects.Add("/old-301", "/kept", statusCode: 301);
        rules.Redirects.Add("/old-ext", "https://example.com/x");
        rules.Redirects.Add("/old-slug/{slug}", "/post/{slug}");
        rules.Redirects.Add("/old-q", "/search?fixed=1");
        rules.Redirects.Add(@"/old-re/{id:regex(^\d+$)}", "/search?id={id}");
        rules.Redirects.Add("/old-many/{**path}", "/search/{path}");
        rules.Redirects.Add("/{year:int}-{month:int}-{slug}", "/post/{year}/{month}/{slug}");
        rules.Redirects.Add("/old-hash/{x}", "/kept#{x}");
    }
}
