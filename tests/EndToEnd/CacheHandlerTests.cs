using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;

namespace Perennial.EndToEnd;

public sealed class CacheHandlerTests
{
    [Fact]
    public async Task A_handler_is_reset_before_each_request_that_may_ask_it()
    {
        CountingHandler? handler = null;
        await using var site = await TestSite.StartAsync(
            app =>
            {
                handler = app.Services.GetRequiredService<CountingHandler>();
                app.MapGet("/page", () => "page").Prerender();
            },
            options: static options => options.Cache.MemoryLimit = 0,
            perennial: static perennial => perennial.UseCacheHandler<CountingHandler>());

        await site.TextAsync("/page");
        await site.TextAsync("/page");

        Assert.Equal(["reset", "get", "reset"], handler!.Calls.Take(3));
    }

    [Fact]
    public async Task An_entry_whose_payload_is_no_page_is_a_miss()
    {
        var renders = 0;
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/page", () => $"page {++renders}").Prerender(),
            perennial: static perennial => perennial.UseCacheHandler<ManglingHandler>());
        await site.TextAsync("/page");
        await Eventually.IsTrueAsync(() => Task.FromResult(site.Services.GetRequiredService<ManglingHandler>().IsFull));
        var folder = site.Services.GetRequiredService<ManglingHandler>();

        await using var restarted = await TestSite.StartAsync(
            app => app.MapGet("/page", () => $"page {++renders}").Prerender(),
            services: builder => builder.Services.AddSingleton(folder),
            perennial: static perennial => perennial.UseCacheHandler<ManglingHandler>(),
            folder: await site.StopAsync());

        Assert.Equal("page 2", await restarted.TextAsync("/page"));
        Assert.Equal("page 2", await restarted.TextAsync("/page"));
    }

    [Fact]
    public async Task A_handler_beside_a_storage_that_brings_a_store_is_refused_and_so_is_a_second_handler()
    {
        var both = await Assert.ThrowsAsync<PerennialException>(() => TestSite.StartAsync(
            static app => app.MapGet("/page", () => "page").Prerender(),
            services: static builder => builder.Services.AddSingleton<IStorageProvider, StoreOfItsOwn>(),
            perennial: static perennial => perennial.UseCacheHandler<CountingHandler>()));
        var two = await Assert.ThrowsAsync<PerennialException>(() => TestSite.StartAsync(
            static app => app.MapGet("/page", () => "page").Prerender(),
            perennial: static perennial => perennial.UseCacheHandler<CountingHandler>().UseCacheHandler<ManglingHandler>()));

        Assert.Equal(("PER1007", "PER1007"), (both.Code, two.Code));
    }

    private sealed class StoreOfItsOwn : IStorageProvider
    {
        public ValueTask<StorageParts> OpenAsync(StorageContext context, CancellationToken cancellationToken) => new(new StorageParts { Store = new Nothing() });

        private sealed class Nothing : ICacheStore
        {
            public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) => default;

            public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
                new(new PutResult.NotKept());

            public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) => default;
        }
    }

    /// <summary>Keeps entries of which it forgets what they are.</summary>
    private sealed class ManglingHandler : CacheHandler
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, CacheEntry> _entries = new();

        public bool IsFull => !_entries.IsEmpty;

        public override ValueTask<CacheEntry?> GetAsync(string key, CacheHandlerContext context, CancellationToken cancellationToken) =>
            new(_entries.TryGetValue(key, out var entry) ? entry with { Sections = [new byte[] { 99 }, .. entry.Sections.Skip(1)] } : null);

        public override ValueTask SetAsync(
            string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            _entries[key] = data!;
            return default;
        }
    }

    private sealed class CountingHandler : CacheHandler
    {
        private readonly List<string> _calls = [];

        public IReadOnlyList<string> Calls
        {
            get
            {
                lock (_calls)
                {
                    return [.. _calls.Where(static call => call is not "set")];
                }
            }
        }

        public override ValueTask<CacheEntry?> GetAsync(string key, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            Note("get");
            return default;
        }

        public override ValueTask SetAsync(
            string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            Note("set");
            return default;
        }

        public override void ResetRequestCache() => Note("reset");

        private void Note(string call)
        {
            lock (_calls)
            {
                _calls.Add(call);
            }
        }
    }
}
