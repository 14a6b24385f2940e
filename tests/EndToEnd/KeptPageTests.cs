using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.Caching;

namespace Perennial.EndToEnd;

public sealed class KeptPageTests
{
    private int _renders;

    [Fact]
    public async Task A_page_is_rendered_once_and_then_served()
    {
        await using var site = await StartAsync();

        Assert.Equal("page 1", await site.TextAsync("/page"));
        Assert.Equal("page 1", await site.TextAsync("/page"));
        Assert.Equal("Perennial; hit; ttl=60", await StatusAsync(site, "/page"));
    }

    [Fact]
    public async Task A_stale_page_is_served_at_once_and_refreshed_once()
    {
        await using var site = await StartAsync();
        await site.TextAsync("/page");
        site.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("Perennial; hit; ttl=-1", await StatusAsync(site, "/page"));
        await Eventually.IsTrueAsync(async () => await site.TextAsync("/page") == "page 2");
        Assert.Equal(2, _renders);
    }

    [Fact]
    public async Task Expire_makes_the_next_visit_wait_for_a_fresh_page()
    {
        await using var site = await StartAsync();
        await site.TextAsync("/page");

        await site.Revalidator.ExpireAsync("list", TestContext.Current.CancellationToken);

        Assert.Equal("Perennial; fwd=miss; stored; detail=expired", await StatusAsync(site, "/page"));
        Assert.Equal("page 2", await site.TextAsync("/page"));
    }

    [Fact]
    public async Task Revalidate_gives_the_next_visit_the_old_page_and_makes_a_new_one_behind_it()
    {
        await using var site = await StartAsync();
        await site.TextAsync("/page");

        await site.Revalidator.RevalidateAsync(CacheTag.Path("/page"), TestContext.Current.CancellationToken);

        Assert.Equal("page 1", await site.TextAsync("/page"));
        await Eventually.IsTrueAsync(async () => await site.TextAsync("/page") == "page 2");
    }

    [Fact]
    public async Task Regenerate_renders_a_path_that_was_never_asked_for()
    {
        await using var site = await StartAsync();

        await site.Revalidator.RegenerateAsync("/items/rose", TestContext.Current.CancellationToken);

        Assert.Equal("Perennial; hit; ttl=31536000", await StatusAsync(site, "/items/rose"));
    }

    [Fact]
    public async Task A_burst_of_regenerations_is_one_render()
    {
        await using var site = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            site.Revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken)));

        // Two where the machine was too busy to let all twenty call within a moment.
        Assert.InRange(_renders, 1, 2);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/api")]
    public async Task Regenerate_of_what_is_no_kept_page_says_so(string path)
    {
        await using var site = await StartAsync();

        var error = await Assert.ThrowsAsync<PerennialException>(
            () => site.Revalidator.RegenerateAsync(path, TestContext.Current.CancellationToken));

        Assert.Equal("PER2106", error.Code);
    }

    [Fact]
    public async Task Other_methods_are_refused_without_a_render()
    {
        await using var site = await StartAsync();

        using var response = await site.SendAsync(HttpMethod.Post, "/items/rose");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
        Assert.Equal("Method Not Allowed", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, _renders);
    }

    [Fact]
    public async Task Head_answers_like_get_without_a_body_cold_and_kept()
    {
        await using var site = await StartAsync();

        for (var i = 0; i < 2; i++)
        {
            using var response = await site.SendAsync(HttpMethod.Head, "/page");

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("page 1".Length, response.Content.Headers.ContentLength);
        }
    }

    [Theory]
    [InlineData("/page/", "/page")]
    [InlineData("/PAGE", "/page")]
    [InlineData("//page", "/page")]
    [InlineData("/items//rose/?x=1", "/items/rose?x=1")]
    public async Task Other_spellings_are_redirected_for_ever(string path, string canonical)
    {
        await using var site = await StartAsync();

        using var response = await site.SendAsync(HttpMethod.Get, path, request => request.RequestUri = new(site.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path));

        Assert.Equal(HttpStatusCode.PermanentRedirect, response.StatusCode);
        Assert.Equal(canonical, response.Headers.Location?.OriginalString);
        Assert.Equal(0, _renders);
    }

    [Fact]
    public async Task Fifty_visits_of_a_cold_page_share_one_render()
    {
        var go = new TaskCompletionSource();
        await using var site = await TestSite.StartAsync(app => app.MapGet("/slow", async () =>
        {
            Interlocked.Increment(ref _renders);
            await go.Task;
            return "slow";
        }).Prerender());

        var visits = Enumerable.Range(0, 50).Select(_ => site.TextAsync("/slow")).ToArray();
        await Eventually.IsTrueAsync(() => Task.FromResult(_renders == 1));
        go.SetResult();

        Assert.All(await Task.WhenAll(visits), text => Assert.Equal("slow", text));
        Assert.Equal(1, _renders);
    }

    private Task<TestSite> StartAsync() => TestSite.StartAsync(app =>
    {
        app.MapGet("/page", () => $"page {Interlocked.Increment(ref _renders)}").Revalidate(60, tags: ["list"]);
        app.MapGet("/items/{name}", (string name) => $"{name} {Interlocked.Increment(ref _renders)}").Prerender();
        app.MapGet("/api", () => "api");
    });

    private static async Task<string> StatusAsync(TestSite site, string path)
    {
        using var response = await site.GetAsync(path);
        return response.Headers.GetValues("Cache-Status").Single();
    }
}
