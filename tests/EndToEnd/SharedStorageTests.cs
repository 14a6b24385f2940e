using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Testing.Fleet;

namespace Perennial.EndToEnd;

/// <summary>Apps that share a storage: what one knows, all know.</summary>
public sealed class SharedStorageTests
{
    private readonly MemoryFleet _fleet = new();
    private int _version = 1;
    private int _renders;

    [Fact]
    public async Task A_page_that_one_server_rendered_is_a_hit_on_the_other()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();

        Assert.Equal("1", await one.TextAsync("/page"));
        await Eventually.IsTrueAsync(() => _fleet.Writes > 0);
        using var answer = await two.GetAsync("/page");

        Assert.Equal("1", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Perennial; hit; ttl=60", answer.Headers.GetValues("Cache-Status").Single());
        Assert.Equal(1, _renders);
    }

    [Fact]
    public async Task What_is_expired_on_one_server_is_rendered_once_more_and_shown_by_all()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await one.TextAsync("/page");
        await two.TextAsync("/page");

        _version = 2;
        var receipt = await one.Revalidator.ExpireAsync("all-pages", TestContext.Current.CancellationToken);

        Assert.True(receipt.IsDurable);
        Assert.Equal(["2", "2"], await Task.WhenAll(one.TextAsync("/page"), two.TextAsync("/page")));
        Assert.Equal(2, _renders);
    }

    [Fact]
    public async Task A_server_that_starts_later_on_an_empty_disk_shows_what_the_others_show()
    {
        await using var one = await StartAsync();
        await one.TextAsync("/page");
        _version = 2;
        await one.Revalidator.ExpireAsync("all-pages", TestContext.Current.CancellationToken);
        await one.TextAsync("/page");
        await Eventually.IsTrueAsync(() => _fleet.Writes > 1);

        await using var late = await StartAsync();

        Assert.Equal("2", await late.TextAsync("/page"));
        Assert.Equal(2, _renders);
    }

    [Fact]
    public async Task A_server_that_is_cut_off_answers_all_the_same_and_refuses_to_invalidate()
    {
        var node = _fleet.AddNode();
        await using var one = await StartAsync(node);
        await one.TextAsync("/page");
        node.Disconnect();

        Assert.Equal("1", await one.TextAsync("/page"));
        Assert.Equal("1", await one.TextAsync("/another"));
        var error = await Assert.ThrowsAsync<PerennialException>(
            () => one.Revalidator.ExpireAsync("all-pages", TestContext.Current.CancellationToken));
        Assert.Equal("PER2110", error.Code);
    }

    [Fact]
    public async Task What_build_made_under_a_shared_ledger_is_fresh_until_somebody_invalidates_it()
    {
        await using var running = await StartAsync();
        await running.Revalidator.ExpireAsync("another", TestContext.Current.CancellationToken);
        var (_, folder) = await TestSite.BuildAsync(Map, builder => builder.Services.AddSingleton<IStorageProvider>(_fleet.AddNode()));
        _version = 2;
        var rendered = _renders;
        await using (var started = await StartAsync(folder: folder))
        {
            Assert.Equal("1", await started.TextAsync("/page"));
            Assert.Equal(rendered, _renders);
        }

        // Nobody of this deployment runs, and the site is invalidated all the same.
        await running.Revalidator.ExpireAsync("all-pages", TestContext.Current.CancellationToken);
        await using var again = await StartAsync(folder: folder);
        Assert.Equal("2", await again.TextAsync("/page"));
    }

    [Fact]
    public async Task A_build_that_does_not_reach_the_shared_ledger_makes_pages_that_are_stale_once()
    {
        var node = _fleet.AddNode();
        node.Disconnect();
        var (_, folder) = await TestSite.BuildAsync(Map, builder => builder.Services.AddSingleton<IStorageProvider>(node));
        await using var started = await StartAsync(folder: folder);

        using var answer = await started.GetAsync("/page");

        Assert.EndsWith("detail=revalidated", answer.Headers.GetValues("Cache-Status").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_pages_without_a_shared_ledger_are_refused()
    {
        var error = await Assert.ThrowsAsync<PerennialException>(() => StartAsync(new Part(_fleet, static parts => parts with { Ledger = null })));

        Assert.Equal("PER1006", error.Code);
    }

    [Fact]
    public async Task Two_ledgers_are_refused_with_the_name_of_the_one_too_many()
    {
        var error = await Assert.ThrowsAsync<PerennialException>(() => TestSite.StartAsync(Map, builder => builder.Services
            .AddSingleton<IStorageProvider>(_fleet.AddNode())
            .AddSingleton<IStorageProvider>(new Part(_fleet, static parts => parts with { Store = null, Lease = null }))));

        Assert.Equal("PER1007", error.Code);
        Assert.StartsWith("PER1007: Part brings a ledger", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledger_and_store_may_come_from_different_storages()
    {
        await using var site = await TestSite.StartAsync(Map, builder => builder.Services
            .AddSingleton<IStorageProvider>(new Part(_fleet, static parts => parts with { Store = null }))
            .AddSingleton<IStorageProvider>(new Part(_fleet, static parts => parts with { Ledger = null, Lease = null })));

        Assert.Equal("1", await site.TextAsync("/page"));
        await Eventually.IsTrueAsync(() => _fleet.Writes > 0);
    }

    private Task<TestSite> StartAsync(IStorageProvider? storage = null, string? folder = null) => TestSite.StartAsync(
        Map, builder => builder.Services.AddSingleton(storage ?? _fleet.AddNode()), folder: folder);

    private void Map(WebApplication app)
    {
        foreach (var path in new[] { "/page", "/another" })
        {
            app.MapGet(path, () =>
            {
                Interlocked.Increment(ref _renders);
                return Results.Text($"{_version}");
            }).Revalidate(60, tags: ["all-pages"]);
        }
    }

    private sealed class Part(MemoryFleet fleet, Func<StorageParts, StorageParts> take) : IStorageProvider
    {
        public async ValueTask<StorageParts> OpenAsync(StorageContext context, CancellationToken cancellationToken) =>
            take(await fleet.AddNode().OpenAsync(context, cancellationToken));
    }
}
