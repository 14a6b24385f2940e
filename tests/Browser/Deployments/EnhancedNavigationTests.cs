using Microsoft.Playwright;

namespace Perennial.Browser.Deployments;

/// <summary>Beside blazor.web.js, which fetches pages and puts them into the document that is there.</summary>
[Collection(HarbourCollection.Name)]
public sealed class EnhancedNavigationTests(HarbourInChromium harbour)
{
    [Fact]
    public async Task Within_a_deployment_the_document_stays()
    {
        await harbour.HaveAsync("EnhancedA");
        await using var open = await OpenAsync();

        await open.Page.ClickAsync("#next");
        await open.Page.WaitForSelectorAsync("a[href='/']");

        Assert.EndsWith("/next?from=quay#part", open.Page.Url, StringComparison.Ordinal);
        Assert.Equal("alive", await open.Page.EvaluateAsync<string>("window.state"));
    }

    [Fact]
    public async Task A_page_of_another_deployment_is_loaded_whole_and_back_leads_back()
    {
        await harbour.HaveAsync("EnhancedA");
        await using var open = await OpenAsync();

        await harbour.DeployAsync("EnhancedB");
        await open.Page.ClickAsync("#next");
        await open.Page.WaitForSelectorAsync("a[href='/']");

        Assert.Equal("Harbour EnhancedB", await open.Page.InnerTextAsync("h1"));
        Assert.EndsWith("/next?from=quay#part", open.Page.Url, StringComparison.Ordinal);
        Assert.True(await open.Page.EvaluateAsync<bool>("window.state === undefined && window.version === 'EnhancedB'"));

        await open.Page.GoBackAsync();
        await open.Page.WaitForSelectorAsync("#next");
        Assert.EndsWith("/", open.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_pointed_at_is_fetched_once_for_the_browser_to_keep()
    {
        await harbour.HaveAsync("EnhancedA");
        await using var open = await OpenAsync();

        await open.Page.HoverAsync("#next");
        var ahead = await open.VisitAsync("/next");

        Assert.Equal(("EnhancedA", "prefetch", null), (ahead.Deployment, ahead.Purpose, ahead.Tags));
    }

    private async Task<HarbourTab> OpenAsync()
    {
        var open = await harbour.TabAsync();
        await open.Page.GotoAsync("/");
        await open.Page.WaitForFunctionAsync("() => window.Blazor && window.version");
        await open.Page.EvaluateAsync("window.state = 'alive'");
        return open;
    }
}
