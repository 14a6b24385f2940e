using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.Http;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

/// <summary>The base path, and how paths end.</summary>
public sealed class PathPolicyTests
{
    [Fact]
    public async Task Below_a_base_path_pages_are_kept_and_outside_of_it_there_is_nothing()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
        {
            rules.BasePath = "/docs";
            rules.Redirects.Add("/old", "/kept", permanent: true);
            rules.Redirects.Add("/{**path}", "https://other.example/{path}", has: [RuleCondition.Header("x-away")]).BasePath = false;
            rules.Redirects.Add("/", "/docs/kept").BasePath = false;
            rules.Rewrites.Add("/blog/{slug}", "/post/{slug}");
            rules.Headers.Add("/{**path}", "x-of", "docs");
        });

        Assert.Equal("kept at /docs/kept", await site.TextAsync("/docs/kept"));
        var hit = await site.GetAsync("/docs/kept");
        Assert.StartsWith("Perennial; hit", hit.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("docs", hit.Header("x-of"));
        Assert.Equal("post a at /docs/post/a", await site.TextAsync("/docs/blog/a"));
        Assert.Equal("/docs/kept", (await site.GetAsync("/docs/old")).Header("Location"));
        Assert.Equal("/docs/kept", (await site.GetAsync("/docs/kept/")).Header("Location"));
        Assert.Equal("/docs/kept?a=1", (await site.GetAsync("/DOCS/kept?a=1")).Header("Location"));
        Assert.Equal("/docs/kept", (await site.GetAsync("/")).Header("Location"));
        Assert.Equal("https://other.example/any/thing", (await site.GetAsync("/any/thing", static request => request.Headers.Add("x-away", "1"))).Header("Location"));
        foreach (var outside in new[] { "/kept", "/docsx/kept", "/post/a" })
        {
            var response = await site.GetAsync(outside);
            Assert.Equal((HttpStatusCode.NotFound, null), (response.StatusCode, response.Header("x-of")));
        }
    }

    [Fact]
    public async Task A_path_below_it_is_revalidated_by_its_own_name()
    {
        await using var site = await RuleSite.StartAsync(static rules => rules.BasePath = "/docs");
        await site.GetAsync("/docs/kept");

        await site.Revalidator.ExpireAsync(Perennial.Caching.CacheTag.Path("/kept"), TestContext.Current.CancellationToken);
        var expired = await site.GetAsync("/docs/kept");
        await site.Revalidator.RegenerateAsync("/kept", TestContext.Current.CancellationToken);

        Assert.DoesNotContain("hit", expired.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.StartsWith("Perennial; hit", (await site.GetAsync("/docs/kept")).Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_page_is_found_below_it()
    {
        await using var site = await RuleSite.StartAsync(
            static rules => rules.BasePath = "/docs",
            static app => app.MapGet("/fails", (RequestDelegate)(static _ => throw new InvalidOperationException("no"))),
            use: static app =>
            {
                app.UseExceptionHandler("/error");
                app.UsePerennial();
            });

        var response = await site.GetAsync("/docs/fails");

        Assert.Equal((HttpStatusCode.InternalServerError, "sorry"), (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(TrailingSlash.Remove, "/kept", null)]
    [InlineData(TrailingSlash.Remove, "/kept/", "/kept")]
    [InlineData(TrailingSlash.Remove, "/live/?a=1", "/live?a=1")]
    [InlineData(TrailingSlash.Add, "/kept/", null)]
    [InlineData(TrailingSlash.Add, "/kept", "/kept/")]
    [InlineData(TrailingSlash.Add, "/live?a=1", "/live/?a=1")]
    [InlineData(TrailingSlash.Add, "/kept//", "/kept/")]
    [InlineData(TrailingSlash.Add, "/feed.xml", null)]
    [InlineData(TrailingSlash.Leave, "/kept", null)]
    [InlineData(TrailingSlash.Leave, "/kept/", null)]
    [InlineData(TrailingSlash.Leave, "/live/", null)]
    [InlineData(TrailingSlash.Leave, "/kept//", "/kept/")]
    public async Task The_path_of_a_page_ends_as_the_site_says(TrailingSlash slash, string path, string? location)
    {
        await using var site = await RuleSite.StartAsync(
            rules => rules.TrailingSlash = slash,
            static app => app.MapGet("/feed.xml", static () => "feed").Revalidate(60));

        var first = await site.GetAsync(path);
        var second = await site.GetAsync(path);

        Assert.Equal((location is null ? HttpStatusCode.OK : HttpStatusCode.PermanentRedirect, location), (first.StatusCode, first.Header("Location")));
        Assert.True(location is not null || path.Contains("live", StringComparison.Ordinal)
            || second.Header("Cache-Status")!.StartsWith("Perennial; hit", StringComparison.Ordinal), second.Header("Cache-Status"));
    }

    [Fact]
    public async Task What_is_no_page_or_no_visit_is_never_redirected_for_its_slash()
    {
        await using var site = await RuleSite.StartAsync(
            static rules => rules.TrailingSlash = TrailingSlash.Add, static app => app.MapGet("/api/x", static () => "x"));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("a", "1")]);

        Assert.Equal("x", await site.TextAsync("/api/x"));
        Assert.Equal("x", await site.TextAsync("/api/x/"));
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(HttpMethod.Post, "/form", request => request.Content = form)).StatusCode);
    }
}
