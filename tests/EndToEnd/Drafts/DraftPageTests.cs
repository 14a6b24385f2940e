using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Drafts;
using Perennial.EndToEnd.Matrix;
using Perennial.Pages;

namespace Perennial.EndToEnd.Drafts;

/// <summary>What an editor gets, and what everybody else gets meanwhile.</summary>
public sealed class DraftPageTests
{
    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Fact]
    public async Task A_draft_is_rendered_for_each_request_and_seen_at_once()
    {
        var text = "first";
        await using var site = await StartAsync(app => app.MapGet(
            "/posts/{slug}", (string slug, IPageContext page) => page.IsDraft ? $"draft of {slug}: {text}" : "published").Revalidate(60));
        Assert.Equal("published", await site.TextAsync("/posts/foo"));
        var cookie = await Editor.OpenAsync(site);

        using var response = await Editor.SendAsync(site, cookie, "/posts/foo");
        Assert.Equal("draft of foo: first", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Editor.Private, response.Header("Cache-Control"));
        Assert.Equal(Editor.Bypass, response.Header("Cache-Status"));
        Assert.Null(response.Header("CDN-Cache-Control"));
        Assert.Null(response.Header("Age"));

        text = "second";
        Assert.Equal("draft of foo: second", await Editor.TextAsync(site, cookie, "/posts/foo"));
        using var published = await site.GetAsync("/posts/foo");
        Assert.Equal("published", await published.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("Perennial; hit", published.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_page_bypasses_what_is_kept(string kind)
    {
        await using var garden = await GardenSite.StartAsync(kind, map: static (app, _) => Editor.MapLinks(app));
        var kept = await garden.GetAsync("plants/rose");
        var cookie = await Editor.OpenAsync(garden.Site);

        var draft = await garden.GetAsync("plants/rose", ("Cookie", cookie));

        Assert.Equal((HttpStatusCode.OK, Editor.Bypass, true), (draft.Status, draft.CacheStatus, draft.IsPrivate));
        Assert.NotEqual(kept.Line, draft.Line);
        Assert.Equal(kept.Line, (await garden.GetAsync("plants/rose")).Line);
    }

    [Fact]
    public async Task A_dynamic_page_and_an_endpoint_can_ask_as_well()
    {
        await using var site = await StartAsync(static app =>
        {
            app.MapGet("/dynamic", static (IPageContext page) => $"draft: {page.IsDraft}").DynamicPage();
            app.MapGet("/api", static (HttpContext context) => $"draft: {context.IsDraft()}");
        });
        var cookie = await Editor.OpenAsync(site);

        foreach (var path in new[] { "/dynamic", "/api" })
        {
            Assert.Equal("draft: False", await site.TextAsync(path));
            using var response = await Editor.SendAsync(site, cookie, path);
            Assert.Equal("draft: True", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(Editor.Private, response.Header("Cache-Control"));
        }
    }

    [Fact]
    public async Task Asking_does_not_make_a_page_depend_on_its_visitor()
    {
        await using var site = await StartAsync(static app =>
        {
            app.MapGet("/page", static (IPageContext page, IDraftMode mode, HttpContext context) =>
                $"{page.IsDraft} {mode.IsEnabled} {context.IsDraft()}").Prerender();
        });

        using var first = await site.GetAsync("/page");
        using var second = await site.GetAsync("/page");

        Assert.Equal("False False False", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("Perennial; hit", second.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_cannot_make_a_draft_cacheable()
    {
        await using var site = await StartAsync(static app =>
        {
            app.MapGet("/page", static (HttpResponse response, IPageContext page) =>
            {
                response.Headers.CacheControl = "public, max-age=3600";
                response.Headers["CDN-Cache-Control"] = "max-age=3600";
                response.Headers["Vendor-CDN-Cache-Control"] = "max-age=3600";
                response.Headers["Surrogate-Control"] = "max-age=3600";
                response.Headers["X-Accel-Expires"] = "3600";
                response.Headers.Expires = "Thu, 01 Jan 2099 00:00:00 GMT";
                page.RevalidateAfter(5);
                page.Tag("a");
                return "page";
            }).Prerender();
        });
        var cookie = await Editor.OpenAsync(site);

        using var response = await Editor.SendAsync(site, cookie, "/page");

        Assert.Equal(Editor.Private, response.Header("Cache-Control"));
        Assert.All(
            ["CDN-Cache-Control", "Vendor-CDN-Cache-Control", "Surrogate-Control", "X-Accel-Expires", "Expires"],
            name => Assert.Null(response.Header(name)));
        using var kept = await site.GetAsync("/page");
        Assert.Equal("Perennial; fwd=uri-miss; stored", kept.Header("Cache-Status"));
    }

    [Fact]
    public async Task Nor_can_the_configuration()
    {
        string[] names = ["Cache-Control", "CDN-Cache-Control", "Surrogate-Control", "X-Accel-Expires", "Expires"];
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                app.MapGet("/page", static () => "page").Prerender();
                app.MapGet("/live", static () => "page").DynamicPage();
                Editor.MapLinks(app);
            },
            options: options => options.Rules.Headers.Add("/{**path}", [.. names.Select(static name => new KeyValuePair<string, string>(name, "public, max-age=9"))]));
        var cookie = await Editor.OpenAsync(site);

        foreach (var path in new[] { "/page", "/live", "/nowhere" })
        {
            using var draft = await Editor.SendAsync(site, cookie, path);
            Assert.Equal(Editor.Private, draft.Header("Cache-Control"));
            Assert.All(names.Skip(1), name => Assert.Null(draft.Header(name)));
        }

        using var published = await site.GetAsync("/page");
        Assert.All(names, name => Assert.Equal("public, max-age=9", published.Header(name)));
    }

    [Fact]
    public async Task What_is_not_listed_can_be_previewed()
    {
        await using var site = await StartAsync(static app => app.MapGet("/posts/{slug}", static (string slug) => slug)
            .Prerender(unlisted: UnlistedPaths.NotFound).WithStaticPaths<Listed>());
        var cookie = await Editor.OpenAsync(site);

        using var published = await site.GetAsync("/posts/unlisted");
        using var draft = await Editor.SendAsync(site, cookie, "/posts/unlisted");

        Assert.Equal(HttpStatusCode.NotFound, published.StatusCode);
        Assert.Equal(HttpStatusCode.OK, draft.StatusCode);
        using var after = await site.GetAsync("/posts/unlisted");
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
    }

    [Fact]
    public async Task Not_found_redirects_and_errors_of_a_draft_are_nobody_elses_either()
    {
        await using var site = await StartAsync(
            static app =>
            {
                app.MapGet("/missing", static () => Results.NotFound()).Prerender();
                app.MapGet("/moved", static () => Results.Redirect("/there", permanent: true)).Prerender();
                app.MapGet("/throws", static string () => throw new InvalidOperationException("the draft is hunter2")).Prerender();
                app.Map("/error", static (HttpResponse response) =>
                {
                    response.Headers.CacheControl = "public, max-age=60";
                    return "sorry";
                });
                app.MapGet("/lost", static () => "lost");
            },
            static app =>
            {
                app.UseExceptionHandler("/error");
                app.UseStatusCodePagesWithReExecute("/lost");
                app.UsePerennial();
            });
        var cookie = await Editor.OpenAsync(site);

        foreach (var (path, status, text) in new[]
        {
            ("/missing", 404, "lost"), ("/nowhere", 404, "lost"), ("/moved", 301, ""), ("/throws", 500, "sorry"), ("/missing//", 308, ""),
        })
        {
            using var response = await Editor.SendAsync(site, cookie, path);
            Assert.Equal((status, text), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
            Assert.Equal(Editor.Private, response.Header("Cache-Control"));
        }
    }

    [Fact]
    public async Task HEAD_tells_the_same()
    {
        await using var site = await StartAsync(static app => app.MapGet("/page", static (IPageContext page) => page.IsDraft ? "draft!" : "page").Prerender());
        var cookie = await Editor.OpenAsync(site);

        using var response = await Editor.SendAsync(site, cookie, "/page", HttpMethod.Head);

        Assert.Equal((HttpStatusCode.OK, Editor.Private, Editor.Bypass), (response.StatusCode, response.Header("Cache-Control"), response.Header("Cache-Status")));
    }

    [Fact]
    public async Task A_page_that_is_asked_for_by_HEAD_cannot_turn_drafts_on()
    {
        await using var site = await StartAsync(static app => app.MapGet("/page", static (IDraftMode draft) =>
        {
            draft.Enable();
            return "page";
        }).DynamicPage());

        using var head = await site.SendAsync(HttpMethod.Head, "/page");
        using var get = await site.GetAsync("/page");

        Assert.Null(head.Header("Set-Cookie"));
        Assert.StartsWith("__prerender_bypass=", get.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Development_drafts_are_as_in_Production()
    {
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                app.MapGet("/page", static (IPageContext page) => $"draft: {page.IsDraft}").Prerender();
                Editor.MapLinks(app);
            },
            environment: "Development");
        var cookie = await Editor.OpenAsync(site);

        Assert.Equal("draft: False", await site.TextAsync("/page"));
        using var response = await Editor.SendAsync(site, cookie, "/page");
        Assert.Equal("draft: True", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Editor.Bypass, response.Header("Cache-Status"));
    }

    [Fact]
    public async Task An_output_cache_of_the_apps_own_gets_no_draft_of_a_dynamic_page()
    {
        await using var site = await StartAsync(
            static app => app.MapGet("/dynamic", static (IPageContext page) => $"draft: {page.IsDraft}").DynamicPage().CacheOutput(),
            static app => app.UsePerennial().UseOutputCache(),
            static builder => builder.Services.AddOutputCache());
        var cookie = await Editor.OpenAsync(site);

        Assert.Equal("draft: True", await Editor.TextAsync(site, cookie, "/dynamic"));
        Assert.Equal("draft: False", await site.TextAsync("/dynamic"));
        Assert.Equal("draft: True", await Editor.TextAsync(site, cookie, "/dynamic"));
    }

    [Fact]
    public async Task An_editor_may_regenerate_the_public_page_and_gets_a_draft_into_nothing()
    {
        await using var site = await StartAsync(static app =>
        {
            app.MapGet("/page", static (IPageContext page) => $"draft: {page.IsDraft}").Prerender();
            app.MapPost("/publish", static async (IRevalidator revalidator, IPageContext page) =>
            {
                await revalidator.RegenerateAsync("/page");
                await revalidator.ExpireAsync("anything");
                return $"draft: {page.IsDraft}";
            });
        });
        var cookie = await Editor.OpenAsync(site);

        using var published = await Editor.SendAsync(site, cookie, "/publish", HttpMethod.Post);

        Assert.Equal("draft: True", await published.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var page = await site.GetAsync("/page");
        Assert.Equal("draft: False", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("Perennial; hit", page.Header("Cache-Status"), StringComparison.Ordinal);
    }

    private static Task<TestSite> StartAsync(
        Action<WebApplication> map, Action<WebApplication>? use = null, Action<WebApplicationBuilder>? services = null) => TestSite.StartAsync(
        app =>
        {
            map(app);
            Editor.MapLinks(app);
        },
        services,
        use);

    private sealed class Listed : IStaticPathsProvider
    {
        public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new(new { slug = "listed" });
        }
    }
}
