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
            .WithStaticPaths<RouteHandlerBuilder, Roses>());

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
