using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.Pages;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>Several apps under one domain: each knows the path that it lives at, and one of them leads there.</summary>
public sealed class ZoneTests
{
    [Fact]
    public async Task Two_apps_live_under_one_domain()
    {
        var renders = 0;
        await using var docs = await TestSite.StartAsync(
            app =>
            {
                app.MapGet("/", () => $"docs {Interlocked.Increment(ref renders)}").Revalidate(60);
                app.MapGet("/old", static () => Results.Redirect("/docs/new", permanent: false, preserveMethod: true));
                app.MapGet("/host", static (HttpContext context) => context.Request.Headers["X-Forwarded-Host"].ToString());
            },
            options: static options => options.Rules.BasePath = "/docs");
        await using var shop = await TestSite.StartAsync(
            static app => app.MapGet("/{**path}", static (string? path) => "shop " + path),
            options: static options => options.Rules.BasePath = "/shop");
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/", static () => "home").Revalidate(60),
            options: options =>
            {
                options.Rules.Rewrites.Add("/docs/{**path}", Origin(docs) + "/docs/{path}");
                options.Rules.Rewrites.Add("/shop/{**path}", Origin(shop) + "/shop/{path}").Revalidate(60, tags: ["shop"]);
            });

        Assert.Equal("home", await site.TextAsync("/"));
        Assert.Equal("docs 1", await site.TextAsync("/docs"));
        Assert.Equal("docs 1", await site.TextAsync("/docs"));
        Assert.Equal("shop tools/spade", await site.TextAsync("/shop/tools/spade"));
        Assert.Equal("127.0.0.1:" + site.Http.BaseAddress!.Port, await site.TextAsync("/docs/host"));
        using var kept = await site.GetAsync("/docs");
        using var moved = await site.GetAsync("/docs/old");
        using var lost = await site.GetAsync("/other");
        using var spade = await site.GetAsync("/shop/tools/spade");

        // Each zone keeps what it declares, and says so; the first one lets that pass.
        Assert.StartsWith("Perennial; hit", kept.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.StartsWith("Perennial; hit", spade.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("/docs/new", moved.Header("Location"));
        Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
    }

    [Fact]
    public async Task A_dead_zone_leaves_the_others_alone()
    {
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/", static () => "home"),
            options: static options => options.Rules.Rewrites.Add("/docs/{**path}", "http://127.0.0.1:" + Ports.Free() + "/docs/{path}"));

        using var dead = await site.GetAsync("/docs/x");

        Assert.Equal(HttpStatusCode.BadGateway, dead.StatusCode);
        Assert.Equal("home", await site.TextAsync("/"));
    }

    private static string Origin(TestSite site) => site.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
}
