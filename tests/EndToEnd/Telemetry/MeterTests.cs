using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching.Guard;
using Perennial.Testing;

namespace Perennial.EndToEnd.Telemetry;

public sealed class MeterTests
{
    private readonly TaskCompletionSource _release = new();
    private int _renders;
    private bool _fails;

    [Fact]
    public async Task Requests_are_counted_by_route_and_by_what_came_of_them()
    {
        _release.SetResult();
        await using var site = await StartAsync();
        using var notes = new MeterNotes(site);

        await site.TextAsync("/kept/rose");
        await site.TextAsync("/kept/rose");
        await site.TextAsync("/kept/rose?utm=1");
        await site.TextAsync("/dynamic");
        await site.Revalidator.ExpireAsync("list", TestContext.Current.CancellationToken);
        await site.TextAsync("/kept/rose");
        site.Time.Advance(TimeSpan.FromSeconds(61));
        await site.TextAsync("/kept/rose");
        await Eventually.IsTrueAsync(() => Task.FromResult(_renders == 3));
        _fails = true;
        using var failed = await site.GetAsync("/kept/tulip");

        var sums = notes.Sums("perennial.page.requests");
        Assert.Equal(
            new(StringComparer.Ordinal)
            {
                ["http.route=/kept/{name} perennial.cache.result=miss"] = 1,
                ["http.route=/kept/{name} perennial.cache.result=hit"] = 2,
                ["http.route=/kept/{name} perennial.cache.result=expired"] = 1,
                ["http.route=/kept/{name} perennial.cache.result=stale"] = 1,
                ["http.route=/kept/{name} perennial.cache.result=failed"] = 1,
                ["http.route=/dynamic perennial.cache.result=bypass"] = 1,
            },
            sums);
        Assert.Equal(new(StringComparer.Ordinal) { ["perennial.invalidation.kind=expire"] = 1 }, notes.Sums("perennial.invalidations"));
    }

    [Fact]
    public async Task Renders_are_timed_by_reason_and_outcome()
    {
        _release.SetResult();
        await using var site = await StartAsync();
        using var notes = new MeterNotes(site);

        await site.TextAsync("/kept/rose");
        await site.Revalidator.RegenerateAsync("/kept/rose", TestContext.Current.CancellationToken);
        _fails = true;
        await Assert.ThrowsAsync<PerennialException>(() => site.Revalidator.RegenerateAsync("/kept/rose", TestContext.Current.CancellationToken));

        Assert.Equal(
            [
                "http.route=/kept/{name} perennial.render.reason=miss perennial.render.outcome=kept",
                "http.route=/kept/{name} perennial.render.reason=regenerate perennial.render.outcome=failed error.type=System.InvalidOperationException",
                "http.route=/kept/{name} perennial.render.reason=regenerate perennial.render.outcome=kept",
            ],
            notes.Sums("perennial.page.render.duration").Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            new(StringComparer.Ordinal)
            {
                ["perennial.error.kind=endpoint perennial.error.reason=regenerate error.type=System.InvalidOperationException"] = 1,
            },
            notes.Sums("perennial.request.errors"));
    }

    [Fact]
    public async Task A_crowd_that_waits_shows_in_what_joined_and_what_runs()
    {
        await using var site = await StartAsync();
        using var notes = new MeterNotes(site);

        // Who comes after the release finds the page; that is a hit.
        var crowd = Enumerable.Range(0, 5).Select(_ => site.TextAsync("/kept/rose")).ToList();
        await Eventually.IsTrueAsync(() => Task.FromResult(_renders == 1));
        var running = notes.Sums("perennial.render.active");
        _release.SetResult();
        await Task.WhenAll(crowd);

        Assert.Equal(1, running["perennial.cache.shelf=pages perennial.render.lane=visit"]);
        Assert.Equal(0, notes.Sums("perennial.render.active")["perennial.cache.shelf=pages perennial.render.lane=visit"]);
        var late = notes.Sums("perennial.page.requests").GetValueOrDefault("http.route=/kept/{name} perennial.cache.result=hit");
        var joined = notes.Sums("perennial.page.render.joined").GetValueOrDefault("http.route=/kept/{name}");
        Assert.Equal((1, 4), (_renders, joined + late));
    }

    [Fact]
    public async Task What_is_kept_and_where_the_ledger_stands_can_be_asked_for()
    {
        _release.SetResult();
        await using var site = await StartAsync();
        using var notes = new MeterNotes(site);
        await site.TextAsync("/kept/rose");
        await site.TextAsync("/kept/tulip");
        await site.Revalidator.RevalidateAsync("list", TestContext.Current.CancellationToken);

        Assert.Equal(2, Pages("perennial.cache.memory.entries"));
        Assert.InRange(Pages("perennial.cache.memory.size"), 10, 20_000);
        Assert.Equal(1, Assert.Single(notes.Sums("perennial.ledger.number")).Value);
        await Eventually.IsTrueAsync(() => Task.FromResult(Pages("perennial.cache.disk.entries") == 2 && Pages("perennial.store.queued") == 0));
        Assert.InRange(Pages("perennial.cache.disk.size"), 10, 20_000);
        Assert.Equal(2, notes.Sums("perennial.store.operations")["perennial.store.name=near perennial.store.operation=write"]);

        double Pages(string name) => notes.Sums(name)["perennial.cache.shelf=pages"];
    }

    [Fact]
    public async Task A_store_that_fails_shows_as_failures_as_skipped_and_as_paused()
    {
        _release.SetResult();
        await using var site = await StartAsync(static perennial => perennial.UseCacheHandler<BrokenHandler>());
        using var notes = new MeterNotes(site);
        Assert.Equal(0, notes.Sums("perennial.store.paused")["perennial.store.name=near perennial.store.operation=read"]);

        for (var i = 0; i < StoreCircuitBreaker.Threshold + 3; i++)
        {
            await site.TextAsync($"/kept/plant{i}");
        }

        Assert.Equal(StoreCircuitBreaker.Threshold, notes.Sums("perennial.store.failures")["perennial.store.name=near perennial.store.operation=read"]);
        Assert.Equal(3, notes.Sums("perennial.store.skipped")["perennial.store.name=near perennial.store.operation=read"]);
        Assert.Equal(1, notes.Sums("perennial.store.paused")["perennial.store.name=near perennial.store.operation=read"]);
    }

    [Fact]
    public async Task A_store_that_may_hold_an_older_entry_shows_as_unconfirmed_reads()
    {
        _release.SetResult();
        await using var site = await StartAsync(
            static perennial => perennial.UseCacheHandler<HandlerThatKeepsNothing>(), static options => options.Cache.MemoryLimit = 0);
        using var notes = new MeterNotes(site);
        Assert.Equal(0, notes.Sums("perennial.store.unconfirmed")["perennial.store.name=near"]);

        // The write ends behind the visit; until then the next one is answered with what is on its way.
        await Eventually.IsTrueAsync(async () =>
        {
            await site.TextAsync("/kept/rose");
            return notes.Sums("perennial.store.unconfirmed")["perennial.store.name=near"] > 0;
        });
    }

    [Fact]
    public async Task A_built_entry_that_is_not_what_the_build_wrote_shows_as_damaged()
    {
        static void Map(WebApplication app) => app.MapGet("/built", static () => "built").Prerender();
        var (_, folder) = await TestSite.BuildAsync(Map);
        var entry = Assert.Single(Directory.EnumerateFiles(folder, "*.page", SearchOption.AllDirectories));
        await File.AppendAllTextAsync(entry, "more", TestContext.Current.CancellationToken);
        await using var site = await TestSite.StartAsync(Map, folder: folder);
        using var notes = new MeterNotes(site);
        Assert.Equal(0, notes.Sums("perennial.store.damaged")[""]);

        Assert.Equal("built", await site.TextAsync("/built"));

        Assert.Equal(1, notes.Sums("perennial.store.damaged")[""]);
    }

    [Fact]
    public async Task No_tag_holds_what_a_visitor_chose()
    {
        _release.SetResult();
        await using var site = await StartAsync();
        using var notes = new MeterNotes(site);

        await site.TextAsync("/kept/chosen?utm=chosen");
        using var unknown = await site.GetAsync("/chosen");
        using var odd = await site.SendAsync(new("CHOSEN"), "/dynamic");

        Assert.All(
            notes.Instruments.SelectMany(instrument => notes.Sums(instrument.Name).Keys),
            static tags => Assert.DoesNotContain("chosen", tags, StringComparison.OrdinalIgnoreCase));
    }

    private Task<TestSite> StartAsync(Action<PerennialBuilder>? perennial = null, Action<PerennialOptions>? options = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/kept/{name}", async (string name) =>
            {
                Interlocked.Increment(ref _renders);
                await _release.Task;
                return _fails ? throw new InvalidOperationException("no data") : name;
            }).Revalidate(60, tags: ["list"]);
            app.MapGet("/dynamic", static () => "now").DynamicPage();
        },
        options: options,
        perennial: perennial);

    private sealed class HandlerThatKeepsNothing : CacheHandler
    {
        public override ValueTask<CacheEntry?> GetAsync(string key, CacheHandlerContext context, CancellationToken cancellationToken) => default;

        public override ValueTask SetAsync(string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("full");

        public override ValueTask RevalidateTagAsync(IReadOnlyList<string> tags, CancellationToken cancellationToken) => default;
    }

    private sealed class BrokenHandler : CacheHandler
    {
        public override ValueTask<CacheEntry?> GetAsync(string key, CacheHandlerContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("gone");

        public override ValueTask SetAsync(string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken) => default;

        public override ValueTask RevalidateTagAsync(IReadOnlyList<string> tags, CancellationToken cancellationToken) => default;
    }
}
