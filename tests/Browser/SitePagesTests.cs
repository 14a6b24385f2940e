namespace Perennial.Browser;

[Collection(SiteCollection.Name)]
public sealed class SitePagesTests(SiteInChromium site)
{
    /// <summary>Headings that can be seen are what stands at their own place: a picture without its frame fills the page.</summary>
    private const string NothingLiesOver = """
        [...document.querySelectorAll('h1:not(.hidden), h2:not(.hidden)')].every(heading => {
          heading.scrollIntoView({ block: 'center' })
          const { left, top, width, height } = heading.getBoundingClientRect()
          return heading.contains(document.elementFromPoint(left + width / 2, top + height / 2))
        }) || false
        """;

    /// <summary>A word that is longer than its column would stick out of it, or be broken without a hyphen.</summary>
    private const string WordsThatDoNotFit =
        "() => [...document.querySelectorAll('h1:not(.hidden), h2:not(.hidden), h3, .botanical')].filter(line => line.scrollWidth > line.clientWidth + 1 || getComputedStyle(line).overflowWrap === 'anywhere').map(line => line.textContent)";

    private const string PicturesThatDoNotCome =
        "async () => { for (const img of document.images) { img.loading = 'eager'; } "
        + "const pictures = await Promise.all([...document.images].map(img => img.decode().then(() => '', () => img.currentSrc))); "
        + "return pictures.filter(src => src !== ''); }";

    public static TheoryData<string, string, int> Pages => new(
        from page in new[] { ("home", "/"), ("article", "@article"), ("magazine", "/magazine/soil"), ("shop", "/shop"), ("product", "@product"), ("search", "/search?q=compost"), ("about", "/about"), ("not-found", "/nothing-grows-here") }
        from width in new[] { 320, 390, 820, 1440 }
        select (page.Item1, page.Item2, width));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_renders_without_a_complaint_of_the_browser(string name, string path, int width)
    {
        await using var visitor = await site.VisitorAsync(width);

        var response = await visitor.OpenAsync(await ResolveAsync(visitor, path));

        Assert.Equal(name is "not-found" ? 404 : 200, response.Status);
        Assert.NotEmpty(await visitor.HeadingAsync());
        Assert.Empty(visitor.Troubles);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.styleSheets[0].cssRules.length > 0"), "The page has no style.");
        Assert.False(
            await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
            "The page is wider than the window.");
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(WordsThatDoNotFit));
        Assert.True(await visitor.Page.EvaluateAsync<bool>(NothingLiesOver), "Something lies over a heading.");
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(PicturesThatDoNotCome));
        await visitor.ScreenshotAsync($"{name}-{width}", fullPage: true);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    public async Task On_a_phone_the_head_is_one_row_and_its_menu_leads_everywhere(int width)
    {
        await using var visitor = await site.VisitorAsync(width);
        await visitor.OpenAsync("/articles/clay");
        var head = visitor.Page.Locator(".masthead");

        Assert.InRange((await head.BoundingBoxAsync())!.Height, 30, 90);
        await head.GetByText("Menu").ClickAsync();
        Assert.Equal("Soil", await head.Locator(".menu [aria-current]").TextContentAsync());
        await head.Locator(".menu").GetByText("Seed shop").ClickAsync();
        await visitor.Page.WaitForURLAsync("**/shop");
    }

    [Fact]
    public async Task Prices_of_one_row_stand_on_one_line_and_are_set_in_the_sites_own_typeface()
    {
        await using var visitor = await site.VisitorAsync();
        await visitor.OpenAsync("/shop");

        var lines = await visitor.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('.price')].map(price => Math.round(price.getBoundingClientRect().top))");

        Assert.Equal(12, lines.Length);
        Assert.Equal(3, lines.Distinct().Count());
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.fonts.ready.then(() => [...document.fonts].some(font => font.family.includes('EB Garamond') && font.status === 'loaded'))"));
    }

    [Fact]
    public async Task A_kept_page_says_that_it_was_kept_and_a_dynamic_one_that_it_was_not()
    {
        await using var visitor = await site.VisitorAsync();
        await site.WaitUntilServedAsync("/about", "About");

        var kept = await (await visitor.OpenAsync("/about")).AllHeadersAsync();
        var dynamic = await (await visitor.OpenAsync("/search")).AllHeadersAsync();

        Assert.StartsWith("Perennial; hit", kept["cache-status"], StringComparison.Ordinal);
        Assert.Equal("private, no-cache, no-store, max-age=0, must-revalidate", dynamic["cache-control"]);
    }

    [Fact]
    public async Task The_style_sheet_is_fingerprinted_compressed_and_immutable()
    {
        await using var visitor = await site.VisitorAsync();
        var asked = visitor.Page.WaitForResponseAsync(static response => response.Url.EndsWith(".css", StringComparison.Ordinal));

        await visitor.OpenAsync("/about");
        var sheet = await asked;
        var headers = await sheet.AllHeadersAsync();

        Assert.Matches(@"/css/site\.[a-z0-9]{10}\.css$", sheet.Url);
        Assert.Equal("public, max-age=31536000, immutable", headers["cache-control"]);
        Assert.Contains(headers["content-encoding"], new[] { "br", "gzip" });
    }

    [Fact]
    public async Task A_page_is_there_when_its_link_is_clicked_and_the_sites_policy_has_no_objection()
    {
        await using var visitor = await site.VisitorAsync(obeysPolicy: true);
        await visitor.OpenAsync("/");

        await visitor.Page.HoverAsync("nav a[href='/about']");
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('script[type=speculationrules]')");
        await visitor.Page.ClickAsync("nav a[href='/about']");
        await visitor.Page.WaitForURLAsync("**/about");

        Assert.Equal("navigational-prefetch", await visitor.Page.EvaluateAsync<string>("performance.getEntriesByType('navigation')[0].deliveryType"));
        Assert.Empty(visitor.Troubles);
    }

    /// <summary>The first article or product that the site itself links to.</summary>
    private static async Task<string> ResolveAsync(Visitor visitor, string path)
    {
        if (path[0] is not '@')
        {
            return path;
        }

        await visitor.OpenAsync(path is "@article" ? "/" : "/shop");
        var links = visitor.Page.Locator(path is "@article" ? "a[href^='/articles/']" : "a[href^='/shop/']");
        return await links.First.GetAttributeAsync("href") ?? throw new InvalidOperationException($"No {path} is linked.");
    }
}
