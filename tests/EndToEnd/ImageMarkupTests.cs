using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
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

    [Fact]
    public async Task A_page_that_shows_a_size_and_a_preview_is_as_old_as_its_picture()
    {
        var width = 1200;
        await using var garden = await StartDrawingAsync(_ => Task.FromResult(width));
        var first = await garden.GetAsync("kept-picture");
        width = 600;

        var kept = await garden.GetAsync("kept-picture");
        await garden.Site.Revalidator.ExpireAsync(CacheTag.Image("/drawn.png"), TestContext.Current.CancellationToken);
        var fresh = await garden.GetAsync("kept-picture");

        Assert.Contains("width=\"1200\"", first.Text, StringComparison.Ordinal);
        Assert.True(kept.IsHit, kept.CacheStatus);
        Assert.Contains("width=\"600\"", fresh.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_an_older_preview_is_kept_after_another_of_its_tags_was_expired()
    {
        await using var garden = await StartDrawingAsync(static _ => Task.FromResult(1200));
        await garden.GetAsync("kept-picture");
        await garden.Site.Revalidator.ExpireAsync("hedge", TestContext.Current.CancellationToken);

        var anew = await garden.GetAsync("kept-picture");
        var kept = await garden.GetAsync("kept-picture");

        Assert.False(anew.IsHit, anew.CacheStatus);
        Assert.True(kept.IsHit, kept.CacheStatus);
    }

    [Fact]
    public async Task A_page_waits_for_the_size_of_a_picture_that_was_revalidated()
    {
        var width = 1200;
        await using var garden = await StartDrawingAsync(_ => Task.FromResult(width));
        await garden.GetAsync("kept-picture");
        width = 600;
        await garden.Site.Revalidator.ExpireAsync("hedge", TestContext.Current.CancellationToken);
        await garden.Site.Revalidator.RevalidateAsync(CacheTag.Image("/drawn.png"), TestContext.Current.CancellationToken);

        var anew = await garden.GetAsync("kept-picture");

        Assert.Contains("width=\"600\"", anew.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_showed_an_outdated_preview_looks_again_soon()
    {
        var draw = static () => Task.FromResult(1200);
        await using var garden = await StartDrawingAsync(_ => draw());
        await garden.GetAsync("kept-picture");
        await garden.Site.Revalidator.ExpireAsync("hedge", TestContext.Current.CancellationToken);
        await garden.Site.Revalidator.RevalidateAsync(CacheTag.Image("/drawn.png"), TestContext.Current.CancellationToken);
        draw = static () => throw new InvalidOperationException("no ink");

        await garden.GetAsync("kept-picture");
        garden.Site.Time.Advance(TimeSpan.FromSeconds(2));
        var stale = await garden.GetAsync("kept-picture");

        Assert.Contains("hit; ttl=-1", stale.CacheStatus, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_picture_asks_of_its_visitor_is_not_the_pages_question()
    {
        await using var garden = await StartDrawingAsync(static async page =>
        {
            await page.ConnectionAsync();
            page.RevalidateAfter(1);
            return 1200;
        });
        await garden.GetAsync("kept-picture");
        garden.Site.Time.Advance(TimeSpan.FromMinutes(1));

        var kept = await garden.GetAsync("kept-picture");

        Assert.True(kept.IsHit, kept.CacheStatus);
        Assert.DoesNotContain("ttl=-", kept.CacheStatus, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_a_base_path_pictures_are_asked_for_below_it()
    {
        await using var garden = await StartAsync("component", static options => options.Rules.BasePath = "/shop");

        using var page = await garden.Site.GetAsync("/shop/component/picture");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var picture = await garden.Site.GetAsync("/shop/_perennial/image?url=%2Fshop%2Ffern.png&w=640&q=75");
        using var itself = await garden.Site.GetAsync("/shop/_perennial/image?url=%2Fshop%2F_perennial%2Fimage%3Furl&w=640&q=75");

        Assert.Contains("src=\"/shop/_perennial/image?", html, StringComparison.Ordinal);
        Assert.Equal(200, (int)picture.StatusCode);
        Assert.Equal(400, (int)itself.StatusCode);
    }

    private static Task<GardenSite> StartDrawingAsync(Func<IPageContext, Task<int>> widthOf) => GardenSite.StartAsync(
        "component",
        services: static builder => builder.Services.AddSingleton<IImageCodec, TinyCodec>(),
        map: (app, _) => app.MapGet(
            "/drawn.png", async (IPageContext page) => Results.Bytes(Pictures.Png(await widthOf(page), 800), "image/png")));

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
