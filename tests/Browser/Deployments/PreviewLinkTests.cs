using Microsoft.Playwright;

namespace Perennial.Browser.Deployments;

/// <summary>Pages are got ahead of a click; a preview must not end because somebody pointed at the link that ends it.</summary>
[Collection(HarbourCollection.Name)]
public sealed class PreviewLinkTests(HarbourInChromium harbour)
{
    [Theory]
    [InlineData("#leave", "hover")]
    [InlineData("#leave-viewed", "view")]
    public async Task The_link_that_ends_a_preview_ends_it_when_it_is_clicked_and_not_before(string link, string by)
    {
        await harbour.HaveAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.GotoAsync($"/enter-preview?secret={HarbourInChromium.PreviewSecret}&slug=/previewed");
        Assert.Equal("draft", await tab.InnerTextAsync("#state"));

        // Each link is got ahead in its way, or would be: whatever comes of it must leave the preview alone.
        await tab.HoverAsync(link);
        await Eventually.IsTrueAsync(async () => (await open.VisitsAsync()).Any(visit => visit.Path is "/leave-preview" && visit.Query.Contains(by, StringComparison.Ordinal)));
        await tab.GotoAsync("/previewed");
        Assert.Equal("draft", await tab.InnerTextAsync("#state"));
        Assert.Contains(await tab.Context.CookiesAsync(), static cookie => cookie.Name is "__prerender_bypass");

        await tab.ClickAsync(link);
        await tab.WaitForURLAsync(static url => !url.Contains("preview", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await tab.GotoAsync("/previewed");
        Assert.Equal("published", await tab.InnerTextAsync("#state"));
        Assert.DoesNotContain(await tab.Context.CookiesAsync(), static cookie => cookie.Name is "__prerender_bypass");
    }
}
