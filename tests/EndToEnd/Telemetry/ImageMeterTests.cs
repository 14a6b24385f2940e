using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Images;

namespace Perennial.EndToEnd.Telemetry;

public sealed class ImageMeterTests
{
    private readonly MoodyCodec _codec = new();

    [Fact]
    public async Task Requests_for_pictures_are_counted_by_what_came_of_them()
    {
        await using var site = await StartAsync();
        using var notes = new MeterNotes(site);

        await AskAsync(site, "/fern.png");
        await AskAsync(site, "/fern.png");
        await AskAsync(site, "/fern.png");
        await site.Revalidator.RevalidateAsync(CacheTag.Image("/fern.png"), TestContext.Current.CancellationToken);
        await AskAsync(site, "/fern.png");
        await Eventually.IsTrueAsync(() => Task.FromResult(_codec.Calls == 2));
        await site.Revalidator.ExpireAsync(CacheTag.Image("/fern.png"), TestContext.Current.CancellationToken);
        await AskAsync(site, "/fern.png");
        await AskAsync(site, "/nowhere.png");
        await AskAsync(site, "/fern.png", width: 641);
        _codec.Refuse = ImageRefusal.Busy;
        await AskAsync(site, "/fern.png", width: 750);

        Assert.Equal(
            new(StringComparer.Ordinal)
            {
                ["perennial.cache.result=miss"] = 1,
                ["perennial.cache.result=hit"] = 2,
                ["perennial.cache.result=stale"] = 1,
                ["perennial.cache.result=expired"] = 1,
                ["perennial.cache.result=miss error.type=404"] = 1,
                ["perennial.cache.result=failed error.type=400"] = 1,
                ["perennial.cache.result=failed error.type=503"] = 1,
            },
            notes.Sums("perennial.image.requests"));
    }

    [Fact]
    public async Task The_codec_is_timed_by_format_and_by_why_it_refused()
    {
        await using var site = await StartAsync();
        using var notes = new MeterNotes(site);

        await AskAsync(site, "/fern.png");
        _codec.Refuse = ImageRefusal.TooCostly;
        await AskAsync(site, "/fern.png", width: 750);

        Assert.Equal(
            ["perennial.image.format=image/webp", "perennial.image.format=image/webp error.type=TooCostly"],
            notes.Sums("perennial.image.encode.duration").Keys.Order(StringComparer.Ordinal));
    }

    private static async Task AskAsync(TestSite site, string picture, int width = 640)
    {
        using var response = await site.GetAsync(
            $"/_perennial/image?url={Uri.EscapeDataString(picture)}&w={width}&q=75",
            static request => request.Headers.TryAddWithoutValidation("Accept", "image/webp"));
    }

    private Task<TestSite> StartAsync() => TestSite.StartAsync(
        static app => app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png")),
        services: builder => builder.Services.AddSingleton<IImageCodec>(_codec));

    private sealed class MoodyCodec : IImageCodec
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public ImageRefusal? Refuse { get; set; }

        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return Refuse is { } refusal
                ? Task.FromException<ImageResult>(new ImageRefusedException(refusal, "no"))
                : Task.FromResult(new ImageResult(new byte[] { 1, 2, 3 }, variant.Format, variant.Width, 1));
        }
    }
}
