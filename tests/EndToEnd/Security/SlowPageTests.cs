using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd.Security;

/// <summary>Pages whose source is slow, dead, or blocks.</summary>
public sealed class SlowPageTests
{
    private readonly TaskCompletionSource _go = new();
    private int _renders;

    [Fact]
    [Trait("Proves", "F-50")]
    public async Task A_cold_page_that_never_answers_is_given_up_in_time()
    {
        await using var site = await StartAsync();

        var visit = site.GetAsync("/slow");
        await BegunAsync(1);
        site.Time.Advance(TimeSpan.FromSeconds(60));

        using var response = await visit;
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("Gateway Timeout", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Proves", "F-50")]
    public async Task A_warm_page_is_served_while_its_refresh_hangs_and_after_it_was_given_up()
    {
        var hangs = false;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", async () =>
        {
            var render = Interlocked.Increment(ref _renders);
            await (hangs ? _go.Task : Task.CompletedTask);
            return $"page {render}";
        }).Revalidate(60));
        await site.TextAsync("/page");
        hangs = true;
        site.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("page 1", await site.TextAsync("/page"));
        await BegunAsync(2);
        Assert.Equal("page 1", await site.TextAsync("/page"));
        site.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("page 1", await site.TextAsync("/page"));

        // Given up, and tried again: one render more, and not one for each visit.
        await Eventually.IsTrueAsync(async () => await site.TextAsync("/page") == "page 1" && _renders == 3);
    }

    [Fact]
    [Trait("Proves", "F-61")]
    public async Task A_page_that_hangs_gives_its_place_back()
    {
        await using var site = await StartAsync(static options =>
        {
            options.Pages.MaxConcurrentRenders = 1;
            options.Pages.MaxQueuedRenders = 1;
        });

        var hanging = site.GetAsync("/slow");
        await BegunAsync(1);

        // One of them may wait, the others are told to come back.
        var visits = Enumerable.Range(0, 3).Select(i => site.GetAsync($"/quick/{i}")).ToList();
        await Eventually.IsTrueAsync(() => Task.FromResult(visits.Count(static visit => visit.IsCompleted) == 2));
        foreach (var refused in await Task.WhenAll(visits.Where(static visit => visit.IsCompleted)))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (refused.StatusCode, refused.Header("Retry-After")));
            Assert.Contains("no-store", refused.Header("Cache-Control"), StringComparison.Ordinal);
        }

        site.Time.Advance(TimeSpan.FromSeconds(60));

        using var response = await hanging;
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Contains(await Task.WhenAll(visits), static visit => visit.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Proves", "F-85")]
    public async Task Pages_that_block_their_threads_do_not_keep_the_others_from_being_served()
    {
        using var go = new ManualResetEventSlim();
        await using var site = await TestSite.StartAsync(
            app =>
            {
                app.MapGet("/quick", static () => "quick").Prerender();
                app.MapGet("/blocking/{n}", (int n) =>
                {
                    Interlocked.Increment(ref _renders);
                    go.Wait(TestContext.Current.CancellationToken);
                    return $"{n}";
                }).Prerender();
            },
            options: static options => options.Pages.MaxConcurrentRenders = 2);
        await site.TextAsync("/quick");

        var blocked = Enumerable.Range(0, 100).Select(i => site.TextAsync($"/blocking/{i}")).ToArray();
        await BegunAsync(2);

        // All of them while the blocked ones wait: the gate lets no more than two threads hang.
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal("quick", await site.TextAsync("/quick"));
        }

        Assert.Equal(2, _renders);
        go.Set();
        Assert.Equal(100, (await Task.WhenAll(blocked)).Distinct().Count());
    }

    [Fact]
    [Trait("Proves", "F-54")]
    public async Task Content_that_was_read_before_a_change_is_never_kept_as_what_came_after_it()
    {
        var version = 1;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", async () =>
        {
            var read = version;
            if (Interlocked.Increment(ref _renders) == 1)
            {
                await _go.Task;
            }

            return $"version {read}";
        }).Prerender(tags: ["content"]));

        var early = site.TextAsync("/page");
        await BegunAsync(1);
        version = 2;
        await site.Revalidator.ExpireAsync("content", TestContext.Current.CancellationToken);
        var late = site.TextAsync("/page");
        _go.SetResult();

        await early;
        Assert.Equal("version 2", await late);
        Assert.Equal("version 2", await site.TextAsync("/page"));
    }

    [Fact]
    [Trait("Proves", "F-53"), Trait("Proves", "S-21")]
    public async Task A_source_that_stumbles_takes_no_page_away_for_longer_than_it_said()
    {
        var status = 200;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/page", () =>
        {
            Interlocked.Increment(ref _renders);
            return status switch
            {
                200 => Results.Text($"page {_renders}"),
                404 => Results.Text("not here", statusCode: 404),
                _ => throw new HttpRequestException("no source"),
            };
        }).Revalidate(60, notFoundSeconds: 5));
        Assert.Equal((200, "page 1"), await AskAsync(site));

        // 500: the good page stays.
        status = 500;
        site.Time.Advance(TimeSpan.FromSeconds(61));
        await AskAsync(site);
        await BegunAsync(2);
        Assert.Equal((200, "page 1"), await AskAsync(site));

        // 404: "not here" is an answer, and is kept as one, for as long as the page says.
        // (A refresh that fails only now rests from now on, so time goes on between the looks.)
        status = 404;
        await Eventually.IsTrueAsync(async () =>
        {
            site.Time.Advance(TimeSpan.FromSeconds(1));
            return await AskAsync(site) == (404, "not here");
        });

        // Back again: the next visit after its seconds brings the page back.
        status = 200;
        site.Time.Advance(TimeSpan.FromSeconds(6));
        await Eventually.IsTrueAsync(async () => (await AskAsync(site)).Status == 200);
        Assert.Equal((200, $"page {_renders}"), await AskAsync(site));
    }

    private static async Task<(int Status, string Text)> AskAsync(TestSite site)
    {
        using var response = await site.GetAsync("/page");
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private Task BegunAsync(int renders) => Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref _renders) >= renders));

    private Task<TestSite> StartAsync(Action<PerennialOptions>? options = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/quick/{name}", static (string name) => "quick " + name).Prerender();
            app.MapGet("/slow", async () =>
            {
                Interlocked.Increment(ref _renders);

                // Does not look at its token, as so much code.
                await _go.Task;
                return "slow";
            }).Prerender();
        },
        options: options);
}
