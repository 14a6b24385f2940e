namespace Perennial.Browser;

/// <summary>The sample's pictures in screens of three widths.</summary>
[Collection(SiteCollection.Name)]
public sealed class PictureTests(SiteInChromium site)
{
    private const string Article = "/articles/bulbs-in-layers";

    private const string Shown =
        "() => [...document.querySelectorAll('.scene img')].filter(img => img.getBoundingClientRect().top < innerHeight)"
        + ".map(img => ({ src: img.currentSrc, width: +new URL(img.currentSrc).searchParams.get('w'), box: Math.round(img.getBoundingClientRect().width) }))";

    [Theory]
    [InlineData(390, 640)]
    [InlineData(820, 828)]
    [InlineData(1440, 1920)]
    public async Task A_screen_gets_pictures_of_its_own_size_in_a_small_format(int width, int most)
    {
        await using var visitor = await site.VisitorAsync(width, obeysPolicy: true);
        var types = new List<string?>();
        visitor.Page.Response += (_, response) =>
        {
            if (response.Url.Contains("/_perennial/image", StringComparison.Ordinal))
            {
                types.Add(response.Headers.GetValueOrDefault("content-type"));
            }
        };

        await visitor.OpenAsync(Article);
        await visitor.Page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.scene img')].filter(img => img.getBoundingClientRect().top < innerHeight).every(img => img.complete && img.naturalWidth > 0)");
        var pictures = await visitor.Page.EvaluateAsync<Picture[]>(Shown);

        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.InRange(picture.Width, picture.Box, most));
        Assert.All(types, static type => Assert.Equal("image/webp", type));
        Assert.Empty(visitor.Troubles);
    }

    [Fact]
    public async Task The_first_picture_is_on_its_way_before_the_page_is_read_and_moves_nothing_when_it_comes()
    {
        await using var visitor = await site.VisitorAsync();

        // A typeface that takes the place of its fallback moves lines, too.
        await visitor.Page.RouteAsync("**/*.woff2", static route => route.AbortAsync());

        var page = await visitor.OpenAsync(Article);
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('.scene img').complete");
        var shift = await visitor.Page.EvaluateAsync<double>(
            "() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0))).observe({ type: 'layout-shift', buffered: true }) || requestAnimationFrame(() => requestAnimationFrame(() => done(0))))");

        Assert.Contains("rel=preload; as=image; imagesrcset=", (await page.AllHeadersAsync())["link"], StringComparison.Ordinal);
        Assert.Contains("data:image/webp;base64,", await visitor.Page.Locator(".scene img").First.GetAttributeAsync("style") ?? "", StringComparison.Ordinal);
        Assert.Equal(0, shift);
    }

    private sealed record Picture
    {
        public string Src { get; init; } = "";

        public int Width { get; init; }

        public int Box { get; init; }
    }
}
