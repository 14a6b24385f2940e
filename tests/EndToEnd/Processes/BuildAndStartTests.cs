using System.Text.Json;

namespace Perennial.EndToEnd.Processes;

/// <summary>The verbs, as an operator types them: processes of their own, started elsewhere than where the app lies.</summary>
public sealed class BuildAndStartTests
{
    [Fact]
    public async Task What_was_built_is_served_from_the_first_request_on()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync();

        await app.StartAsync("start");
        var (text, status) = await app.GetAsync("/process");

        Assert.StartsWith("Perennial; hit; ttl=", status, StringComparison.Ordinal);
        Assert.Equal(BuildProcessIn(await app.GetAsync("/plants/rose")), text);
        Assert.StartsWith("Perennial; hit", (await app.GetAsync("/")).CacheStatus, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_built_for_an_app_that_takes_a_base_path_off_is_found_below_it()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync("--PathBase=/Garden");

        await app.StartAsync("start", "--PathBase=/Garden");

        var rose = await app.GetAsync("/Garden/plants/rose");
        Assert.StartsWith("Perennial; hit", rose.CacheStatus, StringComparison.Ordinal);
        Assert.Equal((BuildProcessIn(rose), "Perennial; hit"), await app.GetAsync("/Garden/process") is var (text, status) ? (text, status[..14]) : default);
        Assert.StartsWith("Perennial; hit", (await app.GetAsync("/Garden")).CacheStatus, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalidation_of_a_built_page_outlives_a_restart()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync();
        await app.StartAsync("start");
        var built = (await app.GetAsync("/process")).Text;

        await app.RevalidateAsync("process");

        Assert.Equal(0, await app.StopAsync());
        await app.StartAsync("start");

        // Nobody visited it in between, so the first visit still gets the old page, and a new one is made behind it.
        Assert.Equal((built, "Perennial; hit; ttl=-1; detail=revalidated"), await app.GetAsync("/process"));
        await Eventually.IsTrueAsync(async () => (await app.GetAsync("/process")).Text != built);

        var grown = (await app.GetAsync("/process")).Text;
        await app.StopAsync();
        await app.StartAsync("start");
        Assert.Equal(grown, (await app.GetAsync("/process")).Text);
    }

    [Fact]
    public async Task Two_processes_serve_one_build_and_neither_writes_into_it()
    {
        await using var first = AppProcess.Nursery();

        // The second has a cache folder of its own, whose ledger has not watched what was built: it would soon have its own.
        await first.BuildAsync("--Perennial:Pages:ContentIsInImage=true");
        await using var second = AppProcess.Nursery(sharesBuildWith: first);
        var before = Fingerprint(first.BuildFolder);

        await first.StartAsync("start");
        await second.StartAsync("start");
        Assert.Equal((await first.GetAsync("/process")).Text, (await second.GetAsync("/process")).Text);
        await first.RevalidateAsync("process");

        var built = (await second.GetAsync("/process")).Text;
        await Eventually.IsTrueAsync(async () => (await first.GetAsync("/process")).Text != built);

        Assert.Equal(built, (await second.GetAsync("/process")).Text);
        await first.StopAsync();
        await second.StopAsync();
        Assert.Equal(before, Fingerprint(first.BuildFolder));
    }

    [Fact]
    public async Task Only_listed_paths_exist_where_the_page_says_so()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync("--Plants=rose,aster");

        // The list is part of the build: what the provider would say now does not count.
        await app.StartAsync("start", "--Plants=oak");

        Assert.StartsWith("rose", (await app.GetAsync("/plants/rose")).Text, StringComparison.Ordinal);
        Assert.Equal("none (NotFound)", (await app.GetAsync("/plants/oak")).CacheStatus);
    }

    [Fact]
    public async Task A_page_that_the_build_found_to_need_its_visitor_is_dynamic_at_once()
    {
        await using var app = AppProcess.Nursery();
        var output = await app.BuildAsync();

        Assert.Matches(@"/basket \(Nursery\.Components\.Basket\): it reads the cookie 'basket' in Nursery\.Components\.Basket\.OnInitializedAsync, Basket\.razor:\d+", output);
        await app.StartAsync("start");
        Assert.Equal("Perennial; fwd=bypass; detail=dynamic", (await app.GetAsync("/basket")).CacheStatus);
        Assert.DoesNotContain("is rendered for each request", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_build_prints_its_routes_and_writes_its_manifest()
    {
        await using var app = AppProcess.Nursery();

        var output = await app.BuildAsync("--BuildId=git-4f2a");

        Assert.Contains("✓ 5 static pages in ", output, StringComparison.Ordinal);
        Assert.Contains("├ ↻ /plants/{name}", output, StringComparison.Ordinal);
        Assert.Contains("/plants/weed answers 404; it is left out of the build", output, StringComparison.Ordinal);
        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Join(app.BuildFolder, "manifest.json"), TestContext.Current.CancellationToken));
        Assert.Equal("git-4f2a", manifest.RootElement.GetProperty("buildId").GetString());
        var paths = manifest.RootElement.GetProperty("routes").EnumerateArray().SelectMany(static route => route.GetProperty("paths").EnumerateArray()).ToList();
        Assert.Equal(["/", "/minutely", "/plants/aster", "/plants/rose", "/plants/weed", "/process"], paths.Select(static path => path.GetProperty("path").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(
            paths.Where(static path => path.TryGetProperty("entry", out _)).Select(static path => path.GetProperty("entry").GetString()!),
            entry => Assert.True(File.Exists(Path.Join(app.BuildFolder, "entries", entry[..2], entry + ".page"))));
    }

    [Theory]
    [InlineData("--Perennial:SiteUrl=https://other.test", "https://other.test")]
    [InlineData("--Perennial:OtherSiteUrls:0=https://second.test", "https://second.test")]
    [InlineData("--Perennial:SiteUrl=HTTP://GARDEN.test:80", null)]
    public async Task A_build_for_another_site_is_served_and_told_of(string setting, string? other)
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync("--Perennial:SiteUrl=http://garden.test");

        await app.StartAsync("start", "--Perennial:SiteUrl=http://garden.test", setting);

        await app.WroteAsync("Application started");
        Assert.Equal(other is not null, app.Output.Contains("made for 'http://garden.test'", StringComparison.Ordinal));
        Assert.Contains(other ?? "Serving build", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_constructs_no_background_worker()
    {
        await using var app = AppProcess.Nursery();
        var mark = Path.Join(app.Folder, "mark");

        await app.BuildAsync("--WorkerMark=" + mark);
        Assert.False(File.Exists(mark));

        await app.StartAsync("start", "--WorkerMark=" + mark);
        Assert.True(File.Exists(mark));
    }

    [Fact]
    public async Task Hello_builds_and_starts_from_where_it_was_copied_to()
    {
        await using var app = AppProcess.Deployed("Hello");

        await app.BuildAsync();
        await app.StartAsync("start");

        Assert.True(File.Exists(Path.Join(app.Folder, ".perennial", "build", "manifest.json")));
        var (text, status) = await app.GetAsync("/");
        Assert.Equal("<h1>Hello, perennial world</h1>", text);
        Assert.StartsWith("Perennial; hit; ttl=", status, StringComparison.Ordinal);
        Assert.Equal(0, await app.StopAsync());
        Assert.True(Directory.Exists(Path.Join(app.Folder, ".perennial", "cache")));
    }

    [Fact]
    public async Task Files_of_the_app_are_served_from_its_build_output()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync();
        await app.StartAsync("start");

        var page = (await app.GetAsync("/")).Text;
        var link = page.Split('"').Single(static part => part.StartsWith("nursery.", StringComparison.Ordinal));

        Assert.Matches(@"^nursery\.\w+\.css$", link);
        Assert.StartsWith("body {", (await app.GetAsync("/" + link)).Text, StringComparison.Ordinal);
    }

    private static string BuildProcessIn((string Text, string CacheStatus) plant) => plant.Text.Split(' ')[1];

    private static string Fingerprint(string folder) => string.Join('\n', Directory
        .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(static path => $"{path} {File.GetLastWriteTimeUtc(path):O} {(File.Exists(path) ? new FileInfo(path).Length : 0)}"));
}
