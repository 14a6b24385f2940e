using Microsoft.Playwright;

namespace Perennial.Browser.Deployments;

[Collection(HarbourCollection.Name)]
public sealed class PrefetchTests(HarbourInChromium harbour)
{
    [Theory]
    [InlineData("#next", "/next")]
    [InlineData("#live", "/live")]
    public async Task A_page_that_is_pointed_at_is_there_when_it_is_clicked(string link, string path)
    {
        await harbour.HaveAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.GotoAsync("/");

        await tab.HoverAsync(link);
        var ahead = await open.VisitAsync(path);
        await tab.ClickAsync(link);
        await tab.WaitForURLAsync("**" + path + "*", new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        Assert.Equal("\"A\", \"perennial\"", ahead.Tags);
        Assert.Equal("navigational-prefetch", await tab.EvaluateAsync<string>("performance.getEntriesByType('navigation')[0].deliveryType"));
        Assert.Single(await open.VisitsAsync(), visit => visit.Path == path);
    }

    [Fact]
    public async Task What_was_got_is_dropped_after_some_seconds_and_the_click_asks_again()
    {
        await harbour.HaveAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.Clock.InstallAsync();
        await tab.GotoAsync("/");
        await tab.HoverAsync("#next");
        await tab.Clock.RunForAsync(100);
        await open.VisitAsync("/next");

        await tab.Clock.RunForAsync(5_000);
        var isDropped = await tab.EvaluateAsync<bool>("!document.querySelector('script[type=speculationrules]')");
        await tab.GotoAsync("/next?from=quay#part");

        Assert.True(isDropped);
        Assert.Equal(2, (await open.VisitsAsync()).Count(static visit => visit.Path is "/next"));
    }

    [Fact]
    public async Task A_link_in_view_is_fetched_with_the_deployments_id_and_the_click_costs_a_304()
    {
        await harbour.HaveAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;

        await tab.GotoAsync("/");
        var ahead = await open.VisitAsync("/viewed");
        await tab.GotoAsync("/viewed");
        var visit = await open.VisitAsync("/viewed");

        Assert.Equal(("A", "prefetch", null), (ahead.Deployment, ahead.Purpose, ahead.Known));
        Assert.NotNull(visit.Known);
        Assert.Equal("cache", await tab.EvaluateAsync<string>("performance.getEntriesByType('navigation')[0].deliveryType"));
    }

    [Fact]
    public async Task No_request_carries_both_the_header_and_the_query()
    {
        await harbour.HaveAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;

        await tab.GotoAsync("/");
        await open.VisitAsync("/viewed");
        var visits = await open.VisitsAsync();

        Assert.Contains(visits, static visit => visit is { Path: "/plain.css", Query: "?dpl=A", Deployment: null });
        Assert.DoesNotContain(visits, static visit => visit.Deployment is not null && visit.Query.Contains("dpl=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("#never")]
    [InlineData("#nofollow")]
    [InlineData("#download")]
    [InlineData("#blank")]
    [InlineData("#signout")]
    [InlineData("#signout-by-query")]
    [InlineData("#signout-by-name")]
    [InlineData("#elsewhere")]
    [InlineData("#here")]
    public async Task Some_links_are_left_alone(string link)
    {
        await harbour.HaveAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.GotoAsync("/");
        await tab.EvaluateAsync("new MutationObserver(list => { window.added = list.flatMap(change => [...change.addedNodes]).map(node => node.type) }).observe(document.head, { childList: true })");

        await tab.HoverAsync(link);
        await tab.DispatchEventAsync(link, "pointerdown");

        // The next link is not left alone, and only one is got at a time: what came first would be there before it.
        await tab.HoverAsync("#next");
        await open.VisitAsync("/next");
        Assert.Equal("speculationrules", await tab.EvaluateAsync<string>("added.join()"));
        Assert.DoesNotContain(await open.VisitsAsync(), static visit => visit.Query.Contains("never", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fetch_that_the_browser_refuses_is_refused_as_ever()
    {
        await harbour.HaveAsync("A");
        await using var open = await harbour.TabAsync();
        await open.Page.GotoAsync("/");

        Assert.Equal("rejected", await open.Page.EvaluateAsync<string>(
            "() => { try { return fetch('/', { headers: { 'no name': 'x' } }).then(() => 'answered', () => 'rejected') } catch { return 'thrown' } }"));
    }

    [Fact]
    public async Task An_endpoint_that_is_no_page_is_not_run_until_the_visitor_comes()
    {
        await harbour.HaveAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.GotoAsync("/");

        await tab.HoverAsync("#leave");
        await open.VisitAsync("/leave");
        await tab.ClickAsync("#leave");
        await tab.WaitForURLAsync("**/leave");

        // It counts how often it ran.
        Assert.Equal("left 1", await tab.InnerTextAsync("body"));
        Assert.Equal(2, (await open.VisitsAsync()).Count(static visit => visit.Path is "/leave"));
    }

    [Fact]
    public async Task Who_saves_data_gets_nothing_ahead()
    {
        await harbour.HaveAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.AddInitScriptAsync("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })");
        await tab.GotoAsync("/");

        await tab.HoverAsync("#next");
        await tab.DispatchEventAsync("#next", "pointerdown");
        await tab.ClickAsync("#live");
        await tab.WaitForURLAsync("**/live");

        Assert.DoesNotContain(await open.VisitsAsync(), static visit => visit.Path is "/next" or "/viewed");
    }

    [Fact]
    public async Task Where_a_policy_forbids_rules_it_is_fetched_instead()
    {
        await harbour.HaveAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.RouteAsync("**/", async route =>
        {
            var response = await route.FetchAsync();
            var headers = new Dictionary<string, string>(response.Headers) { ["content-security-policy"] = "script-src 'self'" };
            await route.FulfillAsync(new() { Response = response, Headers = headers });
        });
        await tab.GotoAsync("/");

        await tab.HoverAsync("#next");
        await tab.WaitForFunctionAsync("() => !document.querySelector('script[type=speculationrules]')");
        await tab.HoverAsync("#live");
        await tab.HoverAsync("#next");

        Assert.Equal("prefetch", (await open.VisitAsync("/next")).Purpose);
    }
}
