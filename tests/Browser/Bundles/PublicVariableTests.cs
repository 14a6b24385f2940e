namespace Perennial.Browser.Bundles;

[Collection(OrchardCollection.Name)]
public sealed class PublicVariableTests(OrchardInChromium orchard)
{
    [Fact]
    public async Task A_public_variable_is_written_into_the_bundle_and_its_computed_look_ups_find_nothing_and_do_not_fail()
    {
        await using var visitor = await orchard.VisitorAsync();

        await visitor.OpenAsync("/variables");
        await visitor.Page.WaitForFunctionAsync("() => window.orchard?.length === 6");

        Assert.Equal(
            [
                "analytics abcdefghijk", "analytics from the valley",
                "analytics undefined", "analytics undefined", "analytics undefined", "analytics undefined",
            ],
            await visitor.Page.EvaluateAsync<string[]>("window.orchard"));
        Assert.Empty(visitor.Troubles);
    }

    [Fact]
    public async Task The_server_shows_what_the_browser_shows()
    {
        await using var visitor = await orchard.VisitorAsync();

        await visitor.OpenAsync("/variables");
        var island = visitor.Page.Locator("perennial-island");
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('perennial-island').textContent !== ''");

        Assert.Equal("abcdefghijk from the valley", await island.InnerTextAsync());
        Assert.Equal("abcdefghijk from the valley unset", await visitor.Page.Locator("#server").InnerTextAsync());
    }

    // One published output, two environments: what is public stays as it was compiled, what is served at run time follows.
    [Fact]
    public async Task One_output_started_in_two_environments_serves_the_frozen_and_the_running_values()
    {
        var second = new Dictionary<string, string>(orchard.Environment)
        {
            ["PUBLIC_RUNTIME_API"] = "https://api.staging.test",
            ["Shop__Currency"] = "CHF",
            ["NEXT_PUBLIC_ANALYTICS_ID"] = "of-staging",
            ["Perennial__Cache__Directory"] = Path.Combine(orchard.Published, "..", "second"),
        };
        var (server, url) = await Command.ServeAsync(orchard.Program, ["start"], second);
        using var started = server;
        using var http = new HttpClient();

        var (here, there) = (await ConfigurationAsync(http, orchard.Url), await ConfigurationAsync(http, url));
        var page = await http.GetStringAsync(new Uri(url + "/variables"), TestContext.Current.CancellationToken);

        Assert.Equal("""{"Shop:Currency":"EUR"}""", here);
        Assert.Equal("""{"PUBLIC_RUNTIME_API":"https://api.staging.test","Shop:Currency":"CHF"}""", there);
        Assert.Contains("abcdefghijk from the valley", page, StringComparison.Ordinal);
        Assert.DoesNotContain("of-staging", page + server.Output, StringComparison.Ordinal);
        Assert.Contains("this process has others: NEXT_PUBLIC_ANALYTICS_ID. ", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("this process has others", orchard.Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_build_notes_the_frozen_values_in_its_manifest()
    {
        var manifest = await File.ReadAllTextAsync(Path.Combine(orchard.Published, ".perennial/build/manifest.json"), TestContext.Current.CancellationToken);

        Assert.Contains("\"NEXT_PUBLIC_ANALYTICS_ID\": \"abcdefghijk\"", manifest, StringComparison.Ordinal);
    }

    private static Task<string> ConfigurationAsync(HttpClient http, string url) =>
        http.GetStringAsync(new Uri(url + "/configuration.json"), TestContext.Current.CancellationToken);
}
