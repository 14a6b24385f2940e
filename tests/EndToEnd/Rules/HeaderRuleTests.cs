using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

public sealed class HeaderRuleTests
{
    [Fact]
    public async Task They_are_set_on_kept_pages_live_and_win_over_what_the_page_says()
    {
        await using var site = await RuleSite.StartAsync(
            static rules =>
            {
                rules.Headers.Add("/{**path}", "X-Frame-Options", "DENY");
                rules.Headers.Add("/framed", "X-Frame-Options", "SAMEORIGIN");
                rules.Headers.Add("/framed", [new("Cache-Control", "public, max-age=7"), new("X-Two", "2")]);
            },
            static app => app.MapGet("/framed", static (HttpContext context) =>
            {
                context.Response.Headers.XFrameOptions = "ALLOW-FROM";
                return "framed";
            }).Revalidate(60));

        var miss = await site.GetAsync("/framed");
        var hit = await site.GetAsync("/framed");

        foreach (var response in new[] { miss, hit })
        {
            Assert.Equal(
                ("SAMEORIGIN", "public, max-age=7", "2", null),
                (response.Header("X-Frame-Options"), response.Header("Cache-Control"), response.Header("X-Two"), response.Header("CDN-Cache-Control")));
        }

        Assert.StartsWith("Perennial; hit", hit.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("DENY", (await site.GetAsync("/kept")).Header("X-Frame-Options"));
        Assert.Equal("DENY", (await site.GetAsync("/nowhere")).Header("X-Frame-Options"));
        Assert.StartsWith("public, max-age=0", (await site.GetAsync("/kept")).Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_for_all_paths_opens_no_sandbox()
    {
        await using var site = await RuleSite.StartAsync(
            static rules => rules.Headers.Add("/{**path}", "Content-Security-Policy", "default-src 'self'"),
            static app => app.MapGet("/upload", static (HttpContext context) =>
            {
                context.Response.Headers.ContentSecurityPolicy = "script-src 'none'; sandbox";
                return "upload";
            }));

        Assert.Equal("script-src 'none'; sandbox, default-src 'self'", (await site.GetAsync("/upload")).Header("Content-Security-Policy"));
        Assert.Equal("default-src 'self'", (await site.GetAsync("/nowhere")).Header("Content-Security-Policy"));
    }

    [Fact]
    public async Task Values_come_from_the_path_and_from_conditions()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
            rules.Headers.Add("/blog/{slug}", "x-blog", "{slug}-{pg}", has: [RuleCondition.Query("pg", @"(?<pg>\d+)")]));

        Assert.Equal("x-3", (await site.GetAsync("/blog/x?pg=3")).Header("x-blog"));
        Assert.Null((await site.GetAsync("/blog/x")).Header("x-blog"));
    }

    [Theory]
    [InlineData("/post/rose", "slug, below")]
    [InlineData("/post", "below")]
    [InlineData("/post/rose/leaf", "below")]
    [InlineData("/any/12", "number")]
    [InlineData("/any/twelve", "")]
    [InlineData("/kept", "kept")]
    [InlineData("/kept/more", "")]
    [InlineData("/live", "")]
    public async Task A_rule_speaks_of_the_paths_of_its_pattern_and_of_no_others(string path, string said)
    {
        await using var site = await RuleSite.StartAsync(static rules =>
        {
            rules.Headers.Add("/post/{slug}", "x-slug", "slug");
            rules.Headers.Add("/post/{**path}", "x-below", "below");
            rules.Headers.Add("/any/{number:int}", "x-number", "number");
            rules.Headers.Add("/kept", "x-kept", "kept");
        });

        // Twice: what comes from memory is told of in the same words.
        for (var visit = 0; visit < 2; visit++)
        {
            var response = await site.GetAsync(path);
            Assert.Equal(said, string.Join(", ", new[] { "x-slug", "x-below", "x-number", "x-kept" }.Select(response.Header).OfType<string>()));
        }
    }

    [Fact]
    [Trait("Proves", "S-81")]
    public async Task What_a_visitor_sends_cannot_end_a_header()
    {
        await using var site = await RuleSite.StartAsync(static rules => rules.Headers.Add("/blog/{slug}", "x-blog", "{slug}"));

        var response = await site.GetAsync("/blog/a%0D%0ASet-Cookie:%20x=1");

        Assert.Equal("a%0D%0ASet-Cookie%3A%20x%3D1", response.Header("x-blog"));
        Assert.Null(response.Header("Set-Cookie"));
        Assert.Equal("caf%C3%A9", (await site.GetAsync("/blog/caf%C3%A9")).Header("x-blog"));
    }

    [Theory]
    [Trait("Proves", "S-81")]
    [InlineData("/fails", 500)]
    [InlineData("/cookie", 200)]
    public async Task A_rule_makes_no_cache_keep_an_error_or_a_cookie(string path, int status)
    {
        await using var site = await RuleSite.StartAsync(
            static rules => rules.Headers.Add("/{**path}", "Cache-Control", "public, max-age=60"),
            static app =>
            {
                app.MapGet("/fails", static (HttpContext _) => Results.StatusCode(500));
                app.MapGet("/cookie", static (HttpContext context) =>
                {
                    context.Response.Cookies.Append("a", "b");
                    return "cookie";
                });
            });

        var response = await site.GetAsync(path);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("public, max-age=60", (await site.GetAsync("/live")).Header("Cache-Control"));
    }

    [Fact]
    public async Task An_error_page_carries_the_headers_of_the_path_that_failed()
    {
        await using var site = await RuleSite.StartAsync(
            static rules => rules.Headers.Add("/fails", "x-of", "fails"),
            static app => app.MapGet("/fails", (RequestDelegate)(static _ => throw new InvalidOperationException("no"))),
            use: static app =>
            {
                app.UseExceptionHandler("/error");
                app.UsePerennial();
            });

        Assert.Equal("fails", (await site.GetAsync("/fails")).Header("x-of"));
    }
}
