using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Images;

namespace Perennial.EndToEnd;

/// <summary>Where optimised pictures are kept: apart from pages, and with an app's own handler when it has one.</summary>
public sealed class ImageStoreTests
{
    [Fact]
    [Trait("Proves", "S-61")]
    public async Task A_flood_of_pictures_takes_no_page_from_memory_or_disk()
    {
        var renders = 0;
        await using var site = await StartAsync(
            app => app.MapGet("/page", () => $"page {Interlocked.Increment(ref renders)}").Prerender(),
            static options =>
            {
                options.Images.DiskFileLimit = 5;
                options.Images.MemoryLimit = 20_000;
                options.Cache.DiskFileLimit = 5;
                options.Cache.MemoryLimit = 20_000;
            });
        await site.TextAsync("/page");

        for (var i = 0; i < 40; i++)
        {
            using var response = await site.GetAsync($"/_perennial/image?url=%2Fpictures%2F{i}.png&w=640&q=75");
            response.EnsureSuccessStatusCode();
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(Directory.GetFiles(site.Folder, "*.page", SearchOption.AllDirectories).Length > 5));
        Assert.Equal("page 1", await site.TextAsync("/page"));
        var folder = await site.StopAsync();
        Assert.Single(Directory.GetFiles(Path.Join(folder, "cache", "entries"), "*.page", SearchOption.AllDirectories));
        Assert.InRange(Directory.GetFiles(Path.Join(folder, "cache", "images"), "*.page", SearchOption.AllDirectories).Length, 1, 5);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("Proves", "S-61")]
    public async Task Pictures_take_no_more_bytes_on_disk_than_they_may_and_none_where_they_may_none()
    {
        var bounded = await FloodAsync(20_000);
        var none = await FloodAsync(0);

        // A small file takes a block.
        Assert.InRange(bounded.Sum(static file => (file.Length + 4095) / 4096 * 4096), 8192, 20_000);
        Assert.Empty(none);

        static async Task<FileInfo[]> FloodAsync(long limit)
        {
            var site = await StartAsync(options: options => options.Images.DiskLimit = limit);
            for (var i = 0; i < 40; i++)
            {
                using var response = await site.GetAsync($"/_perennial/image?url=%2Fpictures%2F{i}.png&w=640&q=75");
                response.EnsureSuccessStatusCode();
            }

            var folder = await site.StopAsync();
            var files = new DirectoryInfo(Path.Join(folder, "cache", "images")) is { Exists: true } images
                ? images.GetFiles("*.page", SearchOption.AllDirectories)
                : [];

            // Lengths are read when they are first asked for.
            Assert.All(files, static file => Assert.True(file.Length > 0));
            Directory.Delete(folder, recursive: true);
            return files;
        }
    }

    [Fact]
    public async Task A_picture_survives_a_restart()
    {
        var site = await StartAsync();
        using (var first = await site.GetAsync("/_perennial/image?url=%2Fpictures%2F1.png&w=640&q=75"))
        {
            first.EnsureSuccessStatusCode();
        }

        var folder = await site.StopAsync();
        await using var again = await StartAsync(folder: folder);
        using var second = await again.GetAsync("/_perennial/image?url=%2Fpictures%2F1.png&w=640&q=75");

        Assert.StartsWith("Perennial; hit; ttl=", second.Header("Cache-Status"), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("Proves", "S-64")]
    public async Task A_picture_that_no_pattern_names_any_more_is_not_shown_although_it_was_kept()
    {
        const string Picture = "/_perennial/image?url=%2Fpictures%2F1.png&w=640&q=75";
        var site = await StartAsync();
        using (var first = await site.GetAsync(Picture))
        {
            first.EnsureSuccessStatusCode();
        }

        var folder = await site.StopAsync();
        await using var again = await StartAsync(options: static options => options.Images.LocalPatterns.Add("/photos/**"), folder: folder);
        using var second = await again.GetAsync(Picture);

        Assert.Equal(400, (int)second.StatusCode);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_cache_handler_of_the_app_keeps_pictures_too_unless_told_otherwise(bool uses, int expected)
    {
        await using var site = await StartAsync(
            options: options => options.Images.UseCacheHandler = uses,
            perennial: static perennial => perennial.UseCacheHandler<MapHandler>());
        var handler = site.Services.GetRequiredService<MapHandler>();

        using var response = await site.GetAsync("/_perennial/image?url=%2Fpictures%2F1.png&w=640&q=75");
        await Eventually.IsTrueAsync(() => Task.FromResult(handler.Kept.Count == expected));

        if (uses)
        {
            var entry = handler.Kept.Single();
            Assert.Equal(
                (CacheKind.Image, ".png", response.Header("ETag")),
                (entry.Facts.Kind, entry.Facts.Extension, $"W/\"{entry.Facts.ETag}\""));
            Assert.Equal(TimeSpan.FromHours(4), entry.Facts.Lifetime.Revalidate);
            Assert.Equal([1, 2, 3], entry.Sections[1].ToArray());
        }
    }

    [Theory]
    [InlineData(0L, true, null, 2)]
    [InlineData(0L, true, 1_000_000L, 0)]
    [InlineData(0L, false, null, 0)]
    [InlineData(1_000_000L, true, null, 0)]
    [InlineData(1_000_000L, true, 0L, 2)]
    public async Task Where_memory_is_off_for_pages_a_handler_is_asked_for_each_picture_too(long pages, bool uses, long? pictures, int gets)
    {
        await using var site = await StartAsync(
            options: options =>
            {
                options.Cache.MemoryLimit = pages;
                options.Images.UseCacheHandler = uses;
                options.Images.MemoryLimit = pictures;
            },
            perennial: static perennial => perennial.UseCacheHandler<MapHandler>());
        var handler = site.Services.GetRequiredService<MapHandler>();
        const string Picture = "/_perennial/image?url=%2Fpictures%2F1.png&w=640&q=75";
        await site.GetAsync(Picture);
        await Eventually.IsTrueAsync(() => Task.FromResult(!uses || handler.Kept.Count == 1));
        var before = handler.Gets;

        await site.GetAsync(Picture);
        await site.GetAsync(Picture);

        Assert.Equal(gets, handler.Gets - before);
    }

    private static Task<TestSite> StartAsync(
        Action<WebApplication>? map = null,
        Action<PerennialOptions>? options = null,
        Action<PerennialBuilder>? perennial = null,
        string? folder = null) => TestSite.StartAsync(
            app =>
            {
                app.MapGet("/pictures/{name}", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png"));
                map?.Invoke(app);
            },
            services: static builder => builder.Services.AddSingleton<IImageCodec, TinyCodec>(),
            options: options,
            perennial: perennial,
            folder: folder);

    private sealed class TinyCodec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            Task.FromResult(new ImageResult(new byte[] { 1, 2, 3 }, variant.Format, variant.Width, 1));
    }

    private sealed class MapHandler : CacheHandler
    {
        private readonly Dictionary<string, CacheEntry> _entries = [];
        private int _gets;

        public int Gets => Volatile.Read(ref _gets);

        public IReadOnlyCollection<CacheEntry> Kept
        {
            get
            {
                lock (_entries)
                {
                    return [.. _entries.Values];
                }
            }
        }

        public override ValueTask<CacheEntry?> GetAsync(string key, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _gets);
            lock (_entries)
            {
                return new(_entries.GetValueOrDefault(key));
            }
        }

        public override ValueTask SetAsync(string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken)
        {
            lock (_entries)
            {
                if (data is not null)
                {
                    _entries[key] = data;
                }
            }

            return default;
        }

        public override ValueTask RevalidateTagAsync(IReadOnlyList<string> tags, CancellationToken cancellationToken) => default;
    }
}
