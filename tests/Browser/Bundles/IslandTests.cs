namespace Perennial.Browser.Bundles;

[Collection(OrchardCollection.Name)]
public sealed class IslandTests(OrchardInChromium orchard)
{
    [Fact]
    public async Task Islands_of_a_kept_page_are_mounted_with_their_props_and_answer()
    {
        await using var visitor = await orchard.VisitorAsync();

        var page = await visitor.OpenAsync("/");
        var buttons = visitor.Page.Locator("perennial-island button");
        await buttons.Nth(1).ClickAsync();

        Assert.StartsWith("Perennial; hit", (await page.AllHeadersAsync())["cache-status"], StringComparison.Ordinal);
        Assert.Equal(["3", "31"], await buttons.AllInnerTextsAsync());
        Assert.Empty(visitor.Troubles);
    }

    [Fact]
    public async Task Props_are_data_whatever_they_look_like()
    {
        await using var visitor = await orchard.VisitorAsync();

        await visitor.OpenAsync("/");

        Assert.Equal(
            "</script><script>document.title = 'broken into'</script>\"'&",
            await visitor.Page.Locator("perennial-island button").First.GetAttributeAsync("title"));
        Assert.NotEqual("broken into", await visitor.Page.TitleAsync());
    }

    [Fact]
    public async Task Without_JavaScript_the_page_shows_what_the_server_rendered()
    {
        await using var visitor = await orchard.VisitorAsync(javaScript: false);

        await visitor.OpenAsync("/");

        Assert.Equal("Counting needs a script.", await visitor.Page.Locator("perennial-island").First.InnerTextAsync());
    }

    [Fact]
    public async Task The_style_sheet_that_a_module_imports_comes_with_its_island_and_pictures_are_found()
    {
        await using var visitor = await orchard.VisitorAsync();

        await visitor.OpenAsync("/");
        var style = await visitor.Page.Locator("perennial-island button").First.EvaluateAsync<string>(
            "button => { const style = getComputedStyle(button); return style.fontWeight + ' ' + style.backgroundImage }");

        Assert.Matches(@"^700 url\(""http://127\.0\.0\.1:\d+/client/leaf-\w{8}\.\w{8}\.svg""\)$", style);
        Assert.Equal("rgb(0, 100, 0)", await visitor.Page.Locator("perennial-island").First.EvaluateAsync<string>("island => getComputedStyle(island).color"));
        Assert.Empty(visitor.Troubles);
    }

    [Fact]
    public async Task An_island_that_leaves_is_unmounted_and_mounted_again_when_it_comes_back()
    {
        await using var visitor = await orchard.VisitorAsync();
        await visitor.OpenAsync("/");
        await visitor.Page.Locator("perennial-island button").Nth(1).WaitForAsync();

        await visitor.Page.EvaluateAsync("() => { window.gone = document.querySelector('perennial-island'); window.gone.remove() }");
        await WaitForAsync(visitor, "unmounted 3");
        await visitor.Page.EvaluateAsync("() => document.body.append(window.gone)");

        await visitor.Page.WaitForFunctionAsync("() => window.orchard.filter(line => line === 'mounted 3').length === 2");
    }

    [Fact]
    public async Task An_island_that_is_only_moved_stays_as_it_is()
    {
        await using var visitor = await orchard.VisitorAsync();
        await visitor.OpenAsync("/");
        await visitor.Page.Locator("perennial-island button").First.ClickAsync();

        await visitor.Page.EvaluateAsync("() => document.body.append(document.querySelector('perennial-island'))");

        Assert.Equal(["30", "4"], await visitor.Page.Locator("perennial-island button").AllInnerTextsAsync());
    }

    // What enhanced navigation does: it patches the page that stands there into the next one.
    [Fact]
    public async Task An_island_that_is_given_other_props_is_unmounted_and_mounted_with_them()
    {
        await using var visitor = await orchard.VisitorAsync();
        await visitor.OpenAsync("/");
        await visitor.Page.Locator("perennial-island button").Nth(1).WaitForAsync();

        await visitor.Page.Locator("perennial-island").First.EvaluateAsync("island => { window.orchard = []; island.setAttribute('props', '{\"start\":100}') }");

        await WaitForAsync(visitor, "mounted 100");
        Assert.Equal(["unmounted 3", "mounted 100"], await visitor.Page.EvaluateAsync<string[]>("window.orchard"));
    }

    // blazor.web.js takes two elements for the same only if this attribute is, too, so it replaces a mounted island.
    [Fact]
    public async Task A_mounted_island_is_none_that_enhanced_navigation_would_patch()
    {
        await using var visitor = await orchard.VisitorAsync();

        await visitor.OpenAsync("/");
        await visitor.Page.Locator("perennial-island button").Nth(1).WaitForAsync();
        var marks = await visitor.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('perennial-island')].map(island => island.dataset.permanent)");

        Assert.Equal(2, marks.Distinct().Count());
        Assert.All(marks, static mark => Assert.StartsWith("mounted ", mark, StringComparison.Ordinal));
        Assert.DoesNotContain("data-permanent", await visitor.FetchAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_that_cannot_be_loaded_leaves_what_the_server_rendered_and_is_reported()
    {
        await using var visitor = await orchard.VisitorAsync();
        await visitor.Page.RouteAsync("**/counter.*.js", static route => route.AbortAsync());

        await visitor.OpenAsync("/");
        await visitor.Page.WaitForFunctionAsync("() => customElements.get('perennial-island')");

        Assert.Equal("Counting needs a script.", await visitor.Page.Locator("perennial-island").First.InnerTextAsync());
        Assert.Contains(visitor.Troubles, static trouble => trouble.Contains("counter.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_Nexts_runs_as_an_island()
    {
        await using var visitor = await orchard.VisitorAsync();
        await visitor.OpenAsync("/submit");

        await visitor.Page.GetByLabel("Name").FillAsync("Boskoop");
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button).ClickAsync();

        Assert.Equal("Saved as Boskoop", await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Status).InnerTextAsync());
        Assert.Empty(visitor.Troubles);
    }

    [Fact]
    public async Task A_page_without_islands_loads_no_script()
    {
        await using var visitor = await orchard.VisitorAsync();

        await visitor.OpenAsync("/plain");

        Assert.Equal(0, await visitor.Page.Locator("script").CountAsync());
    }

    private static async Task WaitForAsync(Visitor visitor, string line) =>
        await visitor.Page.WaitForFunctionAsync("line => window.orchard.includes(line)", line);
}
