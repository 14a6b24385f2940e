using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.Matrix;
using Perennial.Images;

namespace Perennial.EndToEnd;

/// <summary>What a browser gets to see of a picture in a page.</summary>
public sealed class ImageMarkupTests
{
    [Theory]
    [InlineData("component")]
    [InlineData("page")]
    public async Task A_picture_gets_its_size_from_the_file_and_keeps_its_place(string kind)
    {
        await using var garden = await StartAsync(kind);

        var tags = await TagsAsync(garden);

        Assert.Contains("alt=\"A fern\"", tags[0], StringComparison.Ordinal);
        Assert.Contains("width=\"1200\"", tags[0], StringComparison.Ordinal);
        Assert.Contains("height=\"800\"", tags[0], StringComparison.Ordinal);
        Assert.Contains("loading=\"lazy\"", tags[0], StringComparison.Ordinal);
        Assert.Contains("srcset=\"/_perennial/image?url=%2Ffern.png&amp;w=1200&amp;q=75 1x, /_perennial/image?url=%2Ffern.png&amp;w=3840&amp;q=75 2x\"", tags[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("component")]
    [InlineData("page")]
    public async Task A_width_alone_keeps_the_proportions(string kind)
    {
        await using var garden = await StartAsync(kind);

        var tag = (await TagsAsync(garden))[1];

        Assert.Contains("alt=\"\"", tag, StringComparison.Ordinal);
        Assert.Contains("class=\"plate\"", tag, StringComparison.Ordinal);
        Assert.Contains("width=\"300\"", tag, StringComparison.Ordinal);
        Assert.Contains("height=\"200\"", tag, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("component")]
    [InlineData("page")]
    public async Task What_is_seen_first_is_hurried_and_shown_blurred_until_it_is_there(string kind)
    {
        await using var garden = await StartAsync(kind);
        using var response = await garden.Site.GetAsync(garden.Path("picture"));

        var tag = (await TagsAsync(garden))[2];

        Assert.Contains("fetchpriority=\"high\"", tag, StringComparison.Ordinal);
        Assert.Contains("loading=\"eager\"", tag, StringComparison.Ordinal);
        Assert.Contains("sizes=\"50vw\"", tag, StringComparison.Ordinal);
        Assert.Contains("position:absolute", tag, StringComparison.Ordinal);
        Assert.Contains("data:image/webp;base64,AQID", tag, StringComparison.Ordinal);
        Assert.Contains("A fern &amp; a fly", tag, StringComparison.Ordinal);
        Assert.DoesNotContain("width=\"1200\"", tag, StringComparison.Ordinal);
        Assert.StartsWith("</_perennial/image?url=%2Ffern.png&w=3840&q=75>; rel=preload; as=image; imagesrcset=", response.Header("Link"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("component", "src=\"/fern.svg\"")]
    [InlineData("page", "src=\"/fern.png\"")]
    public async Task A_vector_and_an_element_that_did_not_ask_are_left_alone(string kind, string expected)
    {
        await using var garden = await StartAsync(kind);

        var tag = (await TagsAsync(garden))[3];

        Assert.Contains(expected, tag, StringComparison.Ordinal);
        Assert.DoesNotContain("srcset", tag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loader_of_the_app_makes_the_URLs()
    {
        await using var garden = await StartAsync("component", static options => options.Images.Loader = static load => $"https://img.test{load.Src}?width={load.Width}");

        var tag = (await TagsAsync(garden))[0];

        Assert.Contains("src=\"https://img.test/fern.png?width=3840\"", tag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Optimisation_can_be_turned_off_and_the_rest_stays()
    {
        await using var garden = await StartAsync("component", static options => options.Images.Unoptimized = true);

        var tag = (await TagsAsync(garden))[0];

        Assert.Contains("src=\"/fern.png\"", tag, StringComparison.Ordinal);
        Assert.Contains("width=\"1200\"", tag, StringComparison.Ordinal);
        Assert.DoesNotContain("srcset", tag, StringComparison.Ordinal);
    }

    private static Task<GardenSite> StartAsync(string kind, Action<PerennialOptions>? options = null) => GardenSite.StartAsync(
        kind,
        services: static builder => builder.Services.AddSingleton<IImageCodec, TinyCodec>(),
        options: options,
        map: static (app, _) => app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png")));

    private static async Task<string[]> TagsAsync(GardenSite garden)
    {
        var html = await garden.Site.TextAsync(garden.Path("picture"));
        return [.. Regex.Matches(html, "<img [^>]*>", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(static match => match.Value)];
    }

    private sealed class TinyCodec : IImageCodec
    {
        public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
            Task.FromResult(new ImageResult(new byte[] { 1, 2, 3 }, variant.Format, variant.Width, 1));
    }
}
