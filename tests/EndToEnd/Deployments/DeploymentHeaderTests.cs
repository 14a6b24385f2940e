using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd.Deployments;

public sealed class DeploymentHeaderTests
{
    public static TheoryData<string> Forged { get; } =
        ["v2", "", "../../etc/passwd", "v1, v1", "V1", "a b", new string('x', 4000)];

    [Fact]
    public async Task Every_page_says_which_deployment_made_it_and_a_file_does_not()
    {
        await using var site = await StartAsync();

        Assert.Equal("v1", (await HeadersAsync(site, "/kept")).Deployment);
        Assert.Equal(("v1", "hit"), await HeadersAsync(site, "/kept"));
        Assert.Equal("v1", (await HeadersAsync(site, "/dynamic")).Deployment);
        Assert.Null((await HeadersAsync(site, site.Root["js/late.js"])).Deployment);
    }

    [Fact]
    public async Task A_304_says_it_too()
    {
        await using var site = await StartAsync();
        using var first = await site.Site.GetAsync("/kept");

        using var again = await site.Site.GetAsync("/kept", request => request.Headers.TryAddWithoutValidation("If-None-Match", first.Header("ETag")));

        Assert.Equal(304, (int)again.StatusCode);
        Assert.Equal("v1", again.Header("x-deployment-id"));
    }

    [Theory]
    [MemberData(nameof(Forged))]
    [Trait("Proves", "S-25")]
    public async Task The_id_that_a_browser_claims_changes_nothing_and_makes_no_entry(string forged)
    {
        await using var site = await StartAsync();
        var clean = await site.Site.TextAsync("/kept");

        using var response = await site.Site.GetAsync("/kept?dpl=" + Uri.EscapeDataString(forged), request => request.Headers.TryAddWithoutValidation("x-deployment-id", forged));

        Assert.Equal(clean, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("Perennial; hit", response.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("v1", response.Header("x-deployment-id"));
    }

    [Fact]
    public async Task Two_deployments_without_a_build_never_share_an_entry()
    {
        await using var first = await StartAsync("v1");
        var page = await first.Site.TextAsync("/kept");
        await Eventually.IsTrueAsync(() => Task.FromResult(Directory.EnumerateFiles(Path.Join(first.Site.Folder, "cache", "entries"), "*.page", SearchOption.AllDirectories).Any()));
        var folder = await first.Site.StopAsync();

        await using var second = await StartAsync("v2", folder);
        var next = await second.Site.TextAsync("/kept");

        Assert.NotEqual(page, next);
    }

    [Fact]
    public async Task What_a_browser_gets_ahead_never_runs_an_endpoint_that_is_no_page()
    {
        var left = 0;
        await using var site = await StartAsync(map: app => app.MapGet("/leave", () => $"left {++left}"));

        using var fetched = await site.Site.GetAsync("/leave", Fetched);
        using var speculated = await site.Site.GetAsync("/leave", Speculated);
        using var visited = await site.Site.GetAsync("/leave");

        Assert.Equal(503, (int)fetched.StatusCode);
        Assert.Equal(503, (int)speculated.StatusCode);
        Assert.Contains("no-store", speculated.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("left 1", await visited.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_dynamic_page_is_not_rendered_for_a_fetch_that_no_browser_keeps()
    {
        await using var site = await StartAsync();

        using var dynamicFetched = await site.Site.GetAsync("/dynamic", Fetched);
        using var dynamicSpeculated = await site.Site.GetAsync("/dynamic", Speculated);
        using var kept = await site.Site.GetAsync("/kept", Fetched);

        Assert.Equal(503, (int)dynamicFetched.StatusCode);
        Assert.Equal(200, (int)dynamicSpeculated.StatusCode);
        Assert.Equal(200, (int)kept.StatusCode);
    }

    private static void Fetched(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("x-deployment-id", "v1");
        request.Headers.TryAddWithoutValidation("Purpose", "prefetch");
    }

    private static void Speculated(HttpRequestMessage request) =>
        request.Headers.TryAddWithoutValidation("Sec-Speculation-Tags", "\"v1\", \"perennial\"");

    private static Task<Deployed> StartAsync(string id = "v1", string? folder = null, Action<WebApplication>? map = null)
    {
        var renders = 0;
        var process = Guid.NewGuid();
        return Deployed.StartAsync(
            id,
            new Dictionary<string, string> { ["js/late.js"] = "1" },
            folder: folder,
            map: app =>
            {
                app.MapGet("/kept", () => Results.Content($"<p>{process} {++renders}</p>", "text/html")).Revalidate(60);
                app.MapGet("/dynamic", () => Results.Content("<p>now</p>", "text/html")).WithMetadata(new DynamicPageAttribute());
                map?.Invoke(app);
            });
    }

    private static async Task<(string? Deployment, string Cache)> HeadersAsync(Deployed site, string path)
    {
        using var response = await site.Site.GetAsync(path);
        return (response.Header("x-deployment-id"), response.Header("Cache-Status")?.StartsWith("Perennial; hit", StringComparison.Ordinal) is true ? "hit" : "miss");
    }
}
