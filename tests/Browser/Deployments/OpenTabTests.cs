using Microsoft.Playwright;

namespace Perennial.Browser.Deployments;

/// <summary>A tab of deployment A is open while B takes its place.</summary>
[Collection(HarbourCollection.Name)]
public sealed class OpenTabTests(HarbourInChromium harbour)
{
    private const string NothingAhead = "() => !document.querySelector('script[type=speculationrules]')";

    [Fact]
    [Trait("Proves", "F-84")]
    public async Task A_click_loads_the_new_deployment_whole_and_nothing_that_was_got_ahead_of_the_old_one()
    {
        await harbour.DeployAsync("A", isBuilt: true);
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.GotoAsync("/");
        await tab.EvaluateAsync("localStorage.basket = 'two oars'; window.state = 'alive'");
        await tab.HoverAsync("#next");
        await open.VisitAsync("/next");

        await harbour.DeployAsync("B", isBuilt: true);
        await tab.WaitForFunctionAsync(NothingAhead);
        await tab.ClickAsync("#next");
        await tab.WaitForURLAsync("**/next?from=quay#part");

        Assert.Equal("Harbour B", await tab.InnerTextAsync("h1"));
        Assert.Equal("B", await tab.EvaluateAsync<string>("document.querySelector('script[data-perennial]').dataset.deploymentId"));
        Assert.Equal("two oars", await tab.EvaluateAsync<string>("localStorage.basket"));
        Assert.True(await tab.EvaluateAsync<bool>("window.state === undefined"), "The old document is still there.");
        Assert.Equal("late B", await tab.EvaluateAsync<string>("late()"));
    }

    [Fact]
    public async Task A_file_that_the_open_page_had_not_asked_for_yet_still_comes()
    {
        await harbour.DeployAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.GotoAsync("/");

        await harbour.DeployAsync("B");

        Assert.Equal("late A", await tab.EvaluateAsync<string>("late()"));
    }

    [Fact]
    public async Task A_file_that_has_not_changed_is_not_downloaded_again_and_one_without_a_hash_is()
    {
        await harbour.DeployAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.GotoAsync("/");

        await harbour.DeployAsync("B");
        await tab.GotoAsync("/next");
        var visits = await open.VisitsAsync();

        Assert.DoesNotContain(visits, static visit => visit.Path.StartsWith("/same.", StringComparison.Ordinal));
        Assert.Contains(visits, static visit => visit is { Path: "/plain.css", Query: "?dpl=B" });
        Assert.Contains(visits, static visit => visit.Path.StartsWith("/app.", StringComparison.Ordinal) && visit.Query is "");
    }

    [Fact]
    public async Task A_fetch_that_another_deployment_answers_ends_getting_ahead_and_tells_the_app()
    {
        await harbour.DeployAsync("A");
        await using var open = await harbour.TabAsync();
        var tab = open.Page;
        await tab.GotoAsync("/");
        await open.VisitAsync("/viewed");
        await tab.EvaluateAsync("addEventListener('perennial:deployment', event => { window.told = event.detail; })");
        await harbour.DeployAsync("B");

        await tab.EvaluateAsync("document.body.insertAdjacentHTML('afterbegin', '<a data-prefetch=view href=/viewed?again>Again</a>')");
        await tab.WaitForFunctionAsync("() => window.told");
        await tab.HoverAsync("#next");
        await tab.DispatchEventAsync("#next", "pointerdown");
        await tab.EvaluateAsync("fetch('/live')");
        await open.VisitAsync("/live");

        Assert.Equal("A B", await tab.EvaluateAsync<string>("told.mine + ' ' + told.theirs"));
        Assert.True(await tab.EvaluateAsync<bool>(NothingAhead));
        Assert.DoesNotContain(await open.VisitsAsync(), static visit => visit.Path is "/next");
    }
}
