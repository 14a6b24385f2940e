using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd.Visitors;

/// <summary>Pages that need their visitor: they are noticed, served to each on their own, and never kept.</summary>
public sealed class VisitorTests
{
    [Theory]
    [InlineData("/cookie", "Cookie", "name=ada", "ada")]
    [InlineData("/header", "X-Name", "ada", "ada")]
    [InlineData("/query?name=ada", null, null, "ada")]
    [InlineData("/connection", "X-Name", "ada", "ada")]
    public async Task A_declared_page_that_reads_its_visitor_answers_each_on_their_own(string path, string? header, string? value, string expected)
    {
        await using var site = await StartAsync();

        foreach (var _ in (int[])[1, 2])
        {
            using var response = await site.GetAsync(path, request => { if (header is not null) { request.Headers.Add(header, value); } });

            Assert.Equal(expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal("private, no-cache, no-store, max-age=0, must-revalidate", response.Header("Cache-Control"));
        }
    }

    [Theory]
    [InlineData("/user")]
    [InlineData("/address")]
    [InlineData("/sets-cookie")]
    [InlineData("/forbidden")]
    public async Task What_only_one_visitor_may_see_is_not_kept(string path)
    {
        await using var site = await StartAsync();

        for (var i = 0; i < 2; i++)
        {
            using var response = await site.GetAsync(path);

            Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
            Assert.Equal("Perennial; fwd=bypass; detail=dynamic", response.Header("Cache-Status"));
        }
    }

    [Fact]
    public async Task A_render_without_a_visitor_finds_nothing_of_the_one_who_caused_it()
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync("/kept", request =>
        {
            request.Headers.Add("Cookie", "name=ada");
            request.Headers.Add("Authorization", "Bearer secret");
            request.Headers.Add("Accept-Language", "de");
        });

        Assert.Equal("nobody from garden.test", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("stored", response.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Declared_query_parameters_make_pages_and_others_do_not_exist()
    {
        await using var site = await StartAsync();

        Assert.Equal("page 1", await site.TextAsync("/list"));
        Assert.Equal("page 2", await site.TextAsync("/list?page=2"));
        Assert.Equal("page 2", await site.TextAsync("/list?utm_source=x&page=2"));
        using var again = await site.GetAsync("/list?page=2&fbclid=1");

        Assert.StartsWith("Perennial; hit", again.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/kept-address")]
    [InlineData("/dynamic-address")]
    public async Task A_page_knows_the_origin_that_it_is_for(string path)
    {
        await using var site = await StartAsync();

        Assert.Equal("https://garden.test/", await site.TextAsync(path));
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(app =>
    {
        app.MapGet("/cookie", (HttpRequest request) => request.Cookies["name"]).Revalidate(60);
        app.MapGet("/header", (HttpRequest request) => request.Headers["X-Name"].ToString()).Revalidate(60);
        app.MapGet("/query", (HttpRequest request) => request.Query["name"].ToString()).Revalidate(60);
        app.MapGet("/connection", async (IPageContext page, HttpRequest request) =>
        {
            await page.ConnectionAsync();
            return request.Headers["X-Name"].ToString();
        }).Revalidate(60);
        app.MapGet("/user", (ClaimsPrincipal user) => user.Identity?.Name ?? "nobody").Prerender();
        app.MapGet("/address", (HttpContext context) => context.Connection.RemoteIpAddress?.ToString()).Prerender();
        app.MapGet("/sets-cookie", (HttpContext context) =>
        {
            context.Response.Cookies.Append("name", "value");
            return "hello";
        }).Prerender();
        app.MapGet("/forbidden", () => Results.StatusCode(403)).Prerender();
        app.MapGet("/kept", (HttpRequest request) => $"nobody from {request.Host}").Prerender();
        app.MapGet("/kept-address", (IPageContext page) => page.SiteUrl.AbsoluteUri).Prerender();
        app.MapGet("/dynamic-address", (IPageContext page) => page.SiteUrl.AbsoluteUri).DynamicPage();
        app.MapGet("/list", (int? page) => $"page {page ?? 1}").Prerender(query: ["page"]);
    });
}
