using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Images;

namespace Perennial.EndToEnd;

/// <summary>Previews where none can be made: nobody to make one, or a picture that is shown as it is.</summary>
public sealed class ImagePreviewTests
{
    private const int SourceBytes = 100_000;

    [Theory]
    [InlineData("/fern.png", false)]
    [InlineData("/flag.gif", true)]
    public async Task A_preview_that_would_be_the_whole_picture_is_not_kept(string src, bool hasCodec)
    {
        await using var site = await StartAsync(hasCodec);

        Assert.Equal("none", await site.TextAsync($"/page?src={src}"));
        Assert.Equal("none", await site.TextAsync($"/page?src={src}"));

        // That there is none is known, and takes no second fetch.
        Assert.Equal(1, site.Services.GetRequiredService<Fetches>().Count);
        string[] kept = [];
        await Eventually.IsTrueAsync(() => Task.FromResult((kept = Directory.GetFiles(Path.Join(site.Folder, "cache", "images"), "*.page", SearchOption.AllDirectories)).Length > 0));
        Assert.InRange(kept.Sum(static file => new FileInfo(file).Length), 1, SourceBytes / 10);
    }

    [Fact]
    public async Task The_picture_itself_is_shown_in_any_size_that_a_preview_has()
    {
        await using var site = await StartAsync(hasCodec: true, static options =>
        {
            options.Images.ImageSizes.Add(8);
            options.Images.Qualities.Add(40);
        });
        await site.TextAsync("/page?src=/flag.gif");

        using var whole = await site.GetAsync(
            "/_perennial/image?url=%2Fflag.gif&w=8&q=40", static request => request.Headers.TryAddWithoutValidation("Accept", "image/webp"));

        Assert.Equal(SourceBytes, whole.Content.Headers.ContentLength);
    }

    private static Task<TestSite> StartAsync(bool hasCodec, Action<PerennialOptions>? options = null) => TestSite.StartAsync(
        static app =>
        {
            app.MapGet("/fern.png", static (Fetches fetches) => fetches.Answer(Pictures.Png(1200, 800), "image/png"));
            app.MapGet("/flag.gif", static (Fetches fetches) => fetches.Answer([.. "GIF89a"u8, 9, 0, 9, 0, 0, 0, 0], "image/gif"));
            app.MapGet("/page", static async (string src, ImagePreparer images) =>
                (await images.PrepareAsync(new() { Src = src, Width = 9, Height = 9 }, ImagePlaceholder.Blur)).Preview ?? "none");
        },
        services: builder =>
        {
            builder.Services.AddSingleton<Fetches>();
            if (hasCodec)
            {
                builder.Services.AddSingleton<IImageCodec, UnusedCodec>();
            }
        },
        options: options);

    private sealed class Fetches
    {
        private int _count;

        public int Count => _count;

        public IResult Answer(byte[] picture, string type)
        {
            Interlocked.Increment(ref _count);
            return Results.Bytes((byte[])[.. picture, .. new byte[SourceBytes - picture.Length]], type);
        }
    }

    private sealed class UnusedCodec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("An animation was given to the codec.");
    }
}
