using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Images;

namespace Perennial.EndToEnd.Matrix;

/// <summary>One handler for everything that an app keeps: what it is told of each, and what it can make of that.</summary>
public sealed class CacheHandlerKindTests
{
    private const string Picture = "/_perennial/image?url=%2Ffern.png&w=640&q=75";

    private int _encoded;

    public static TheoryData<string, CacheKind> KindsOfPages { get; } = new()
    {
        { "component", CacheKind.Component },
        { "minimal", CacheKind.Endpoint },
        { "view", CacheKind.View },
        { "page", CacheKind.View },
    };

    [Fact]
    public void The_table_has_every_kind_of_endpoint() =>
        Assert.Equal(GardenSite.Kinds.Select(static row => row.Data), KindsOfPages.Select(static row => row.Data.Item1));

    [Theory, MemberData(nameof(KindsOfPages))]
    public async Task A_page_is_asked_for_kept_and_served_by_its_kind(string kind, CacheKind expected)
    {
        await using var site = await StartAsync(kind);
        var handler = site.Site.Services.GetRequiredService<ShelvedHandler>();

        var first = await site.GetAsync("plants/rose");
        await Eventually.IsTrueAsync(() => handler.Kept.Count == 1);
        var second = await site.GetAsync("plants/rose");

        Assert.Equal((expected, expected, expected), (handler.AskedFor.Distinct().Single(), handler.Kept[0].Told, handler.Kept[0].Entry.Facts.Kind));
        Assert.True(second.IsHit, second.CacheStatus);
        Assert.Equal((first.Text, 1), (second.Text, site.Garden.Renders));
        Assert.Equal(2, handler.AskedFor.Count);
        Assert.Superset(new HashSet<string> { "plants", $"path:{site.Path("plants/rose")}", "all:" }, new HashSet<string>(handler.Kept[0].Tags));
    }

    [Theory, MemberData(nameof(KindsOfPages))]
    public async Task A_picture_is_an_image_beside_pages_of_every_kind(string kind, CacheKind expected)
    {
        await using var site = await StartAsync(kind);
        var handler = site.Site.Services.GetRequiredService<ShelvedHandler>();

        await site.GetAsync("plants/rose");
        await site.SendAsync(HttpMethod.Get, Picture);
        await Eventually.IsTrueAsync(() => handler.Kept.Count == 2);
        var page = await site.GetAsync("plants/rose");
        var picture = await site.SendAsync(HttpMethod.Get, Picture);

        Assert.Equal([expected, CacheKind.Image], handler.Kept.Select(static kept => kept.Told).Order());
        Assert.All(handler.Kept, static kept => Assert.Equal(kept.Told, kept.Entry.Facts.Kind));
        Assert.Equal([CacheKind.Image], handler.AskedFor.Except([expected]));
        Assert.Equal((true, true, 1, 1), (page.IsHit, picture.IsHit, site.Garden.Renders, _encoded));
    }

    [Fact]
    public async Task A_handler_can_keep_pictures_elsewhere_and_throw_them_away_without_a_page()
    {
        await using var site = await StartAsync("component");
        var handler = site.Site.Services.GetRequiredService<ShelvedHandler>();
        await site.GetAsync("plants/rose");
        await site.SendAsync(HttpMethod.Get, Picture);
        await Eventually.IsTrueAsync(() => handler.Kept.Count == 2);

        handler.Empty(CacheKind.Image);
        var page = await site.GetAsync("plants/rose");
        var picture = await site.SendAsync(HttpMethod.Get, Picture);

        Assert.Equal((true, false), (page.IsHit, picture.IsHit));
        Assert.Equal((1, 2), (site.Garden.Renders, _encoded));
    }

    private Task<GardenSite> StartAsync(string kind) => GardenSite.StartAsync(
        kind,
        services: builder => builder.Services.AddSingleton<IImageCodec>(new CountingCodec(() => Interlocked.Increment(ref _encoded))),
        options: static options => (options.Cache.MemoryLimit, options.Images.MemoryLimit) = (0, 0),
        map: static (app, _) => app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png")),
        perennial: static perennial => perennial.UseCacheHandler<ShelvedHandler>());

    private sealed class CountingCodec(Action encode) : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken)
        {
            encode();
            return Task.FromResult(new ImageResult(new byte[] { 1, 2, 3 }, variant.Format, variant.Width, 1));
        }
    }

    /// <summary>A shelf for each kind, by what the handler is told, not by what the entry says.</summary>
    private sealed class ShelvedHandler : CacheHandler
    {
        private readonly ConcurrentDictionary<CacheKind, ConcurrentDictionary<string, CacheEntry>> _shelves = new();
        private readonly ConcurrentQueue<CacheKind> _askedFor = new();
        private readonly ConcurrentQueue<(CacheKind Told, CacheEntry Entry, IReadOnlyList<string> Tags)> _kept = new();

        public IReadOnlyList<CacheKind> AskedFor => [.. _askedFor];

        public IReadOnlyList<(CacheKind Told, CacheEntry Entry, IReadOnlyList<string> Tags)> Kept => [.. _kept];

        public void Empty(CacheKind kind) => Shelf(kind).Clear();

        public override ValueTask<CacheEntry?> GetAsync(string key, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            _askedFor.Enqueue(context.Kind!.Value);
            return new(Shelf(context.Kind.Value).GetValueOrDefault(key));
        }

        public override ValueTask SetAsync(string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            Shelf(context.Kind!.Value)[key] = data!;
            _kept.Enqueue((context.Kind.Value, data!, context.Tags));
            return default;
        }

        private ConcurrentDictionary<string, CacheEntry> Shelf(CacheKind kind) => _shelves.GetOrAdd(kind, static _ => new());
    }
}
