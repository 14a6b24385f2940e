using System.Text.RegularExpressions;

namespace Perennial.EndToEnd.Deployments;

public sealed partial class AssetUrlTests
{
    private const string Cdn = "https://cdn.garden.test/shop";

    private static readonly Dictionary<string, string> Assets = new()
    {
        ["css/site.css"] = "body { color: green }",
        ["js/late.js"] = "export default 1",
        ["plain.svg"] = "<svg/>",
    };

    [Fact]
    public async Task A_file_with_a_hash_in_its_name_carries_no_id_and_another_one_does()
    {
        await using var site = await Deployed.StartAsync("v1", Assets);

        var page = await site.Site.TextAsync("/component/assets");

        Assert.Contains($"href=\"{site.Root["css/site.css"][1..]}\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"plain.svg?dpl=v1\"", page, StringComparison.Ordinal);
        Assert.Contains($"\"./js/late.js\": \"./{site.Root["js/late.js"][1..]}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_files_carry_the_id_when_a_proxy_routes_by_it_and_are_answered_with_it()
    {
        await using var site = await Deployed.StartAsync("v1", Assets, options: static options => options.Deployment.MarkAllAssets = true);

        var page = await site.Site.TextAsync("/component/assets");
        using var sheet = await site.Site.GetAsync(site.Root["css/site.css"] + "?dpl=v1");

        Assert.Contains($"href=\"{site.Root["css/site.css"][1..]}?dpl=v1\"", page, StringComparison.Ordinal);
        Assert.Contains($"\"./js/late.js\": \"./{site.Root["js/late.js"][1..]}?dpl=v1\"", page, StringComparison.Ordinal);
        Assert.Contains($"\"./{site.Root["js/late.js"][1..]}?dpl=v1\": \"sha256-", page, StringComparison.Ordinal);
        Assert.Equal("public, max-age=31536000, immutable", sheet.Header("Cache-Control"));
    }

    [Fact]
    public async Task Without_an_id_and_a_prefix_pages_are_as_they_were()
    {
        await using var site = await Deployed.StartAsync(null, Assets);

        using var response = await site.Site.GetAsync("/component/assets");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("href=\"plain.svg\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("dpl", page, StringComparison.Ordinal);
        Assert.Null(response.Header("x-deployment-id"));
        Assert.Null(response.Header("Link"));
    }

    [Fact]
    public async Task A_prefix_stands_before_links_scripts_the_import_map_and_our_own_script()
    {
        await using var site = await StartElsewhereAsync();

        var page = await site.Site.TextAsync("/component/assets");

        Assert.Contains($"href=\"{Cdn}{site.Root["css/site.css"]}\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Cdn}/plain.svg?dpl=v1\"", page, StringComparison.Ordinal);
        Assert.Contains($"\"./js/late.js\": \"{Cdn}{site.Root["js/late.js"]}\"", page, StringComparison.Ordinal);
        Assert.Contains($"\"{Cdn}/js/late.js\": \"{Cdn}{site.Root["js/late.js"]}\"", page, StringComparison.Ordinal);
        Assert.Contains($"\"{Cdn}{site.Root["js/late.js"]}\": \"sha256-", page, StringComparison.Ordinal);
        Assert.Matches($"src=\"{Regex.Escape(Cdn)}/_perennial/perennial\\.[0-9a-f]{{12}}\\.js\"", page);
    }

    // The helpers put a slash in front of what they find, so the address begins with a host.
    [Fact]
    public async Task A_prefix_stands_before_what_tag_helpers_write()
    {
        await using var site = await StartElsewhereAsync();

        var page = await site.Site.TextAsync("/page/assets");

        Assert.Contains($"href=\"//cdn.garden.test/shop{site.Root["css/site.css"]}\"", page, StringComparison.Ordinal);
        Assert.Contains($"src=\"//cdn.garden.test/shop{site.Root["js/late.js"]}\"", page, StringComparison.Ordinal);
        Assert.Contains($"\"./js/late.js\": \"{Cdn}{site.Root["js/late.js"]}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_may_be_a_path_of_this_site()
    {
        await using var site = await Deployed.StartAsync("v1", Assets, options: static options => options.Deployment.AssetPrefix = "/elsewhere/");

        using var response = await site.Site.GetAsync("/component/assets");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains($"href=\"/elsewhere{site.Root["css/site.css"]}\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/elsewhere{site.Root["css/site.css"]}\"", await site.Site.TextAsync("/page/assets"), StringComparison.Ordinal);
        Assert.Null(response.Header("Link"));
    }

    [Theory]
    [InlineData("/component/assets")]
    [InlineData("/page/assets")]
    public async Task A_browser_is_told_to_connect_to_the_other_host_early_also_when_the_page_is_kept(string path)
    {
        await using var site = await StartElsewhereAsync();
        const string early = "<https://cdn.garden.test>; rel=preconnect, <https://cdn.garden.test>; rel=preconnect; crossorigin";

        using var made = await site.Site.GetAsync(path);
        using var again = await site.Site.GetAsync(path);

        Assert.Equal(early, made.Header("Link"));
        Assert.Equal(early, again.Header("Link"));
    }

    [Fact]
    public async Task What_the_other_host_gets_from_here_may_be_used_by_every_origin()
    {
        await using var site = await StartElsewhereAsync();
        var script = OwnScript().Match(await site.Site.TextAsync("/component/assets")).Value;

        foreach (var path in new[] { site.Root["js/late.js"], site.Root["css/site.css"], "/plain.svg", script })
        {
            using var asset = await site.Site.GetAsync(path);
            Assert.Equal("*", asset.Header("Access-Control-Allow-Origin"));
        }

        using var page = await site.Site.GetAsync("/component/assets");
        Assert.Null(page.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Our_own_script_is_immutable_and_compressed_and_needs_no_CORS_on_this_site()
    {
        await using var site = await Deployed.StartAsync("v1", Assets);
        var script = OwnScript().Match(await site.Site.TextAsync("/component/assets")).Value;

        using var plain = await site.Site.GetAsync(script);
        using var coded = await site.Site.GetAsync(script, static request => request.Headers.AcceptEncoding.ParseAdd("gzip, deflate, br"));
        using var known = await site.Site.GetAsync(script, request => request.Headers.TryAddWithoutValidation("If-None-Match", plain.Header("ETag")));
        using var asked = await site.Site.SendAsync(HttpMethod.Head, script);

        Assert.Equal("public, max-age=31536000, immutable", plain.Header("Cache-Control"));
        Assert.Equal("text/javascript; charset=utf-8", plain.Header("Content-Type"));
        Assert.Null(plain.Header("Access-Control-Allow-Origin"));
        Assert.Equal("br", coded.Header("Content-Encoding"));
        Assert.Equal("Accept-Encoding", coded.Header("Vary"));
        Assert.InRange((await coded.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 500, 2600);
        Assert.NotEqual(plain.Header("ETag"), coded.Header("ETag"));
        Assert.Equal(304, (int)known.StatusCode);
        Assert.Equal(plain.Header("Content-Length"), asked.Header("Content-Length"));
    }

    [Fact]
    public async Task Below_a_base_path_our_own_script_is_there_too()
    {
        await using var site = await Deployed.StartAsync("v1", Assets, options: static options => options.Rules.BasePath = "/docs");

        var page = await site.Site.TextAsync("/docs/component/assets");
        using var script = await site.Site.GetAsync("/docs" + OwnScript().Match(page).Value);

        Assert.Contains("src=\"/docs/_perennial/", page, StringComparison.Ordinal);
        Assert.Equal(200, (int)script.StatusCode);
    }

    [Fact]
    public async Task In_development_there_is_no_script_of_ours()
    {
        await using var site = await TestSite.StartAsync(
            static app => Microsoft.AspNetCore.Builder.RazorComponentsEndpointRouteBuilderExtensions.MapRazorComponents<App.Components.Root>(app),
            static builder => Microsoft.Extensions.DependencyInjection.RazorComponentsServiceCollectionExtensions.AddRazorComponents(builder.Services),
            static app => Microsoft.AspNetCore.Builder.AntiforgeryApplicationBuilderExtensions.UseAntiforgery(app.UsePerennial()),
            environment: "Development");

        Assert.DoesNotContain("_perennial", await site.TextAsync("/component/assets"), StringComparison.Ordinal);
    }

    private static Task<Deployed> StartElsewhereAsync() =>
        Deployed.StartAsync("v1", Assets, options: static options => options.Deployment.AssetPrefix = Cdn);

    [GeneratedRegex(@"/_perennial/perennial\.[0-9a-f]{12}\.js")]
    private static partial Regex OwnScript();
}
