using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd;

/// <summary>What a visitor sees while a page cannot be rendered.</summary>
public sealed class FailureTests
{
    private int _renders;
    private bool _fails;

    [Fact]
    [Trait("Proves", "F-51")]
    public async Task The_last_good_page_stays_and_the_page_recovers_by_itself()
    {
        await using var site = await StartAsync();
        Assert.Equal("page 1", await site.TextAsync("/page"));
        site.Time.Advance(TimeSpan.FromSeconds(61));
        _fails = true;

        // The visit that finds it stale, and the retry of the next one.
        await RenderedAfterAsync(site, 2);
        await RenderedAfterAsync(site, 3);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("page 1", await site.TextAsync("/page"));
        }

        Assert.Equal(3, _renders);
        _fails = false;
        site.Time.Advance(TimeSpan.FromSeconds(3));
        await Eventually.IsTrueAsync(async () => await site.TextAsync("/page") == "page 4");
    }

    [Fact]
    public async Task An_expired_page_that_cannot_be_rendered_is_better_than_none()
    {
        await using var site = await StartAsync();
        await site.TextAsync("/page");
        _fails = true;

        await site.Revalidator.ExpireAsync("list", TestContext.Current.CancellationToken);

        Assert.Equal("page 1", await site.TextAsync("/page"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_old_page_in_place_of_one_that_failed_says_so(bool byTag)
    {
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", string () =>
            _fails ? throw new InvalidOperationException("no data") : "page").Revalidate(60, tags: ["list"]));
        await site.TextAsync("/page");
        _fails = true;
        if (byTag)
        {
            await site.Revalidator.ExpireAsync("list", TestContext.Current.CancellationToken);
        }
        else
        {
            site.Time.Advance(TimeSpan.FromDays(366));
        }

        // The first two tries fail while their visitors wait; the next ones rest.
        Assert.Equal(
            ["Perennial; fwd=stale; detail=render-failed", "Perennial; fwd=stale; detail=render-failed", "Perennial; hit; detail=render-failed"],
            [await StatusAsync(), await StatusAsync(), await StatusAsync()]);

        async Task<string> StatusAsync()
        {
            using var response = await site.GetAsync("/page");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return response.Header("Cache-Status") ?? "";
        }
    }

    [Fact]
    public async Task Without_a_good_page_the_failure_is_told_kept_by_nobody_and_tried_again()
    {
        await using var site = await StartAsync();
        _fails = true;
        for (var i = 1; i <= 2; i++)
        {
            using var response = await site.GetAsync("/page");

            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.Equal("private, no-cache, no-store, max-age=0, must-revalidate", response.Header("Cache-Control"));
            Assert.Equal(i, _renders);
        }

        _fails = false;
        Assert.Equal("page 3", await site.TextAsync("/page"));
    }

    [Fact]
    public async Task A_failed_regeneration_says_why_and_keeps_the_page()
    {
        await using var site = await StartAsync();
        await site.TextAsync("/page");
        _fails = true;

        var error = await Assert.ThrowsAsync<PerennialException>(
            () => site.Revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken));

        Assert.Equal("PER2107", error.Code);
        Assert.Contains("no data", error.Message, StringComparison.Ordinal);
        Assert.Equal("page 1", await site.TextAsync("/page"));
    }

    [Fact]
    public async Task Results_may_change_with_each_render()
    {
        var status = 200;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", () => status switch
        {
            404 => Results.NotFound(),
            307 => Results.Redirect("/elsewhere", permanent: false, preserveMethod: true),
            308 => Results.Redirect("/elsewhere", permanent: true, preserveMethod: true),
            _ => Results.Text("here"),
        }).Revalidate(1, tags: ["it"]));

        foreach (var next in (int[])[200, 404, 307, 308, 200])
        {
            status = next;
            await site.Revalidator.ExpireAsync("it", TestContext.Current.CancellationToken);

            for (var i = 0; i < 2; i++)
            {
                using var response = await site.GetAsync("/page");
                Assert.Equal(next, (int)response.StatusCode);
                Assert.Contains("s-maxage=1", response.Header("Cache-Control"), StringComparison.Ordinal);
            }
        }
    }

    private async Task RenderedAfterAsync(TestSite site, int renders)
    {
        Assert.Equal("page 1", await site.TextAsync("/page"));
        await Eventually.IsTrueAsync(async () =>
        {
            Assert.Equal("page 1", await site.TextAsync("/page"));
            return _renders >= renders;
        });
    }

    private Task<TestSite> StartAsync() => TestSite.StartAsync(
        app => app.MapGet("/page", () =>
        {
            var number = Interlocked.Increment(ref _renders);
            return _fails ? throw new InvalidOperationException("no data") : $"page {number}";
        }).Revalidate(60, tags: ["list"]),
        use: app =>
        {
            app.UseExceptionHandler(error => error.Run(context => context.Response.WriteAsync("sorry")));
            app.UsePerennial();
        });
}
