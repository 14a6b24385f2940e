using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd.InFront;

/// <summary>A page that is shown although it was invalidated must settle in no cache between: there, nobody invalidates it again.</summary>
public sealed class OutdatedPageTests
{
    private const string AskEachTime = "public, max-age=0, must-revalidate";

    private int _renders;
    private bool _fails;

    [Fact]
    public async Task A_page_that_was_revalidated_is_shown_and_kept_by_no_cache_between()
    {
        var held = new TaskCompletionSource();
        await using var site = await StartAsync(held.Task);
        await site.TextAsync("/page");

        await site.Revalidator.RevalidateAsync("list", TestContext.Current.CancellationToken);
        for (var i = 0; i < 2; i++)
        {
            using var old = await site.GetAsync("/page");
            Assert.Equal((AskEachTime, "max-age=0"), (old.Header("Cache-Control"), old.Header("CDN-Cache-Control")));
        }

        held.SetResult();
        await Eventually.IsTrueAsync(async () => await site.TextAsync("/page") == "page 2");
        using var fresh = await site.GetAsync("/page");
        Assert.Equal("max-age=31536000", fresh.Header("CDN-Cache-Control"));
    }

    [Fact]
    public async Task A_page_that_expired_and_cannot_be_rendered_is_kept_by_no_cache_between()
    {
        await using var site = await StartAsync();
        await site.TextAsync("/page");
        _fails = true;
        await site.Revalidator.ExpireAsync("list", TestContext.Current.CancellationToken);

        // Two that waited in vain, and one while tries rest.
        for (var i = 0; i < 3; i++)
        {
            using var old = await site.GetAsync("/page");
            Assert.Equal((AskEachTime, "max-age=0"), (old.Header("Cache-Control"), old.Header("CDN-Cache-Control")));
        }
    }

    [Fact]
    public async Task A_page_that_was_invalidated_while_it_was_made_is_kept_by_no_cache_between()
    {
        var held = new TaskCompletionSource();
        await using var site = await StartAsync(first: held.Task);
        var visit = site.GetAsync("/page");
        await Eventually.IsTrueAsync(() => Task.FromResult(_renders == 1));

        await site.Revalidator.ExpireAsync("list", TestContext.Current.CancellationToken);
        held.SetResult();

        using var outdated = await visit;
        Assert.Equal((AskEachTime, "max-age=0"), (outdated.Header("Cache-Control"), outdated.Header("CDN-Cache-Control")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_frameworks_response_cache_keeps_no_page_beyond_an_invalidation(bool before)
    {
        await using var site = await StartAsync(
            services: static builder => builder.Services.AddResponseCaching(),
            use: app =>
            {
                _ = before ? app.UseResponseCaching() : null;
                app.UsePerennial();
                _ = before ? null : app.UseResponseCaching();
            });
        Assert.Equal("page 1", await site.TextAsync("/page"));

        await site.Revalidator.ExpireAsync("list", TestContext.Current.CancellationToken);

        Assert.Equal("page 2", await site.TextAsync("/page"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_frameworks_output_cache_keeps_no_old_page_either(bool before)
    {
        await using var site = await StartAsync(
            services: static builder => builder.Services.AddOutputCache(static options => options.AddBasePolicy(static policy => policy.Cache())),
            use: app =>
            {
                _ = before ? app.UseOutputCache() : null;
                app.UsePerennial();
                _ = before ? null : app.UseOutputCache();
            });
        Assert.Equal("page 1", await site.TextAsync("/page"));
        Assert.Equal("page 1", await site.TextAsync("/page"));

        await site.Revalidator.ExpireAsync("list", TestContext.Current.CancellationToken);

        Assert.Equal("page 2", await site.TextAsync("/page"));
        Assert.Equal("page 2", await site.TextAsync("/page"));
    }

    [Fact]
    public async Task Nor_does_it_feed_one_to_a_render_though_the_page_allows_it()
    {
        await using var site = await StartAsync(
            services: static builder => builder.Services.AddResponseCaching(),
            use: static app =>
            {
                app.UsePerennial();
                app.UseResponseCaching();
            },
            cacheControl: "public, max-age=600");
        Assert.Equal("page 1", await site.TextAsync("/page"));

        await site.Revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken);

        Assert.Equal("page 2", await site.TextAsync("/page"));
    }

    private Task<TestSite> StartAsync(
        Task? second = null, Task? first = null, Action<WebApplicationBuilder>? services = null, Action<WebApplication>? use = null,
        string? cacheControl = null) =>
        TestSite.StartAsync(
            app => app.MapGet("/page", async (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = cacheControl;
                var number = Interlocked.Increment(ref _renders);
                await ((number == 1 ? first : second) ?? Task.CompletedTask);
                return _fails ? throw new InvalidOperationException("no data") : $"page {number}";
            }).Prerender(tags: ["list"]),
            services,
            use);
}
