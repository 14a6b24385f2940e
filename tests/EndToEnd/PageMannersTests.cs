using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd;

/// <summary>Small answers that the parity tests noticed first.</summary>
public sealed class PageMannersTests
{
    private int _renders;

    [Fact]
    public async Task Head_of_nothing_is_not_found_though_a_status_page_is_executed_for_it()
    {
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/404", () => Results.Text("no such page", statusCode: 404)).DynamicPage(),
            use: app =>
            {
                app.UseStatusCodePagesWithReExecute("/404");
                app.UsePerennial();
            });

        using var response = await site.SendAsync(HttpMethod.Head, "/nothing");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_dynamic_page_has_one_spelling_too()
    {
        await using var site = await TestSite.StartAsync(app => app.MapGet("/search", () => "found").DynamicPage());

        using var response = await site.GetAsync("/search/?q=1");

        Assert.Equal(HttpStatusCode.PermanentRedirect, response.StatusCode);
        Assert.Equal("/search?q=1", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task An_endpoint_that_is_no_page_is_spelled_as_it_likes()
    {
        await using var site = await TestSite.StartAsync(app => app.MapGet("/api", () => "api"));

        Assert.Equal("api", await site.TextAsync("/api/"));
    }

    [Fact]
    public async Task Regenerate_of_an_unlisted_path_says_so_and_renders_nothing()
    {
        await using var site = await TestSite.StartAsync(app => app
            .MapGet("/plants/{name}", [Prerender(Unlisted = UnlistedPaths.NotFound)] (string name) => $"{name} {++_renders}")
            .WithStaticPaths<Roses>());

        var error = await Assert.ThrowsAsync<PerennialException>(
            () => site.Revalidator.RegenerateAsync("/plants/thistle", TestContext.Current.CancellationToken));

        Assert.Equal("PER2106", error.Code);
        Assert.Contains("does not list", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _renders);
    }

    [Fact]
    public async Task A_page_within_the_second_in_which_it_becomes_stale_says_that_it_is_stale()
    {
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", () => $"page {++_renders}").Revalidate(2));
        await site.TextAsync("/page");
        site.Time.Advance(TimeSpan.FromSeconds(2.3));

        using var response = await site.GetAsync("/page");

        Assert.Equal("page 1", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Perennial; hit; ttl=-1", response.Headers.GetValues("Cache-Status").Single());
    }

    [Theory]
    [InlineData("/kept")]
    [InlineData("/dynamic")]
    public async Task A_page_that_sends_its_visitor_away_does_not_send_its_content_along(string path)
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/kept", Guarded).Prerender();
            app.MapGet("/dynamic", Guarded).DynamicPage();
        });

        for (var visit = 0; visit < 2; visit++)
        {
            using var response = await site.GetAsync(path);

            Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
            Assert.Equal("/login", response.Headers.Location?.OriginalString);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        static async Task Guarded(HttpContext context, IPageContext page)
        {
            page.Redirect("/login");
            await context.Response.WriteAsync("for members only");
        }
    }

    [Fact]
    public async Task A_path_that_no_tag_can_name_is_answered_and_not_kept()
    {
        await using var site = await TestSite.StartAsync(app => app.MapGet("/plants/{name}", (string name) => $"{name.Length} {++_renders}").Prerender());
        var path = "/plants/" + new string('x', 3000);

        Assert.Equal("3000 1", await site.TextAsync(path));
        using var second = await site.GetAsync(path);
        Assert.Equal("3000 2", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("no-store", second.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kept_page_that_came_to_need_its_visitor_is_rendered_once_for_each()
    {
        var setsCookie = false;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", (HttpContext context) =>
        {
            if (setsCookie)
            {
                context.Response.Cookies.Append("a", "b");
            }

            return $"page {++_renders}";
        }).Prerender(tags: ["it"]));
        await site.TextAsync("/page");
        setsCookie = true;
        await site.Revalidator.ExpireAsync("it", TestContext.Current.CancellationToken);

        // The first one finds out, and then gets his own.
        Assert.Equal("page 3", await site.TextAsync("/page"));
        Assert.Equal("page 4", await site.TextAsync("/page"));
    }

    [Theory]
    [InlineData(Http.TrailingSlash.Add, "/files/a/b/", "a/b")]
    [InlineData(Http.TrailingSlash.Leave, "/files/a/b", "a/b")]
    [InlineData(Http.TrailingSlash.Leave, "/files/a/b/", "a/b")]
    public async Task A_catch_all_page_has_one_entry_whatever_its_paths_end_with(Http.TrailingSlash slash, string path, string name)
    {
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/files/{**name}", (string name) => $"{name} {++_renders}").Prerender(),
            options: options => options.Rules.TrailingSlash = slash);
        await site.Revalidator.RegenerateAsync("/files/a/b", TestContext.Current.CancellationToken);

        using var response = await site.GetAsync(path);

        Assert.Equal($"Perennial; hit; ttl=31536000", response.Header("Cache-Status"));
        Assert.StartsWith(name, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_paths_of_a_page_are_listed_for_everybody_and_not_for_who_comes_first()
    {
        var visitor = new AsyncLocal<string?>();
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/plants/{name}", [Prerender(Unlisted = UnlistedPaths.NotFound)] (string name) => name)
                .WithStaticPaths<VisitorsPlants>(),
            services: builder => builder.Services.AddSingleton(visitor),
            use: app =>
            {
                app.Use((context, next) =>
                {
                    visitor.Value = context.Request.Headers.UserAgent;
                    return next(context);
                });
                app.UsePerennial();
            });

        using var first = await site.GetAsync("/plants/secret", static request => request.Headers.Add("User-Agent", "secret"));

        Assert.Equal(HttpStatusCode.NotFound, first.StatusCode);
        Assert.Equal("everybodys", await site.TextAsync("/plants/everybodys"));
    }

    private sealed class VisitorsPlants(AsyncLocal<string?> visitor) : IStaticPathsProvider
    {
        public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return new(new { name = visitor.Value ?? "everybodys" });
        }
    }

    private sealed class Roses : IStaticPathsProvider
    {
        public async IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return new(new { name = "rose" });
        }
    }
}
