namespace Perennial.EndToEnd.Processes;

/// <summary>A built page is fresh only under a ledger that has watched it since it was made.</summary>
public sealed class WatchedPageTests : IAsyncLifetime
{
    private const string Outdated = "public, max-age=0, must-revalidate";
    private const string Unwatched = "built pages count as stale until";

    private readonly AppProcess _app = AppProcess.Nursery();

    public static TheoryData<string> Losses =>
    [
        "nothing", "the ledger's file", "the ledger's sense", "the ledger's last byte", "half of the ledger's last record",
        "all since an earlier copy of the ledger", "the cache folder",
    ];

    private string Content => Path.Join(_app.Folder, "content");

    private string LedgerCopy => Path.Join(_app.Folder, "an earlier copy");

    private string Cache => Path.Join(_app.Folder, "cache");

    private string Ledger => Path.Join(Cache, "ledger", "tags.log");

    [Theory, MemberData(nameof(Losses))]
    [Trait("Proves", "H-1")]
    public async Task An_expiry_that_was_acknowledged_is_never_followed_by_the_old_page_as_a_fresh_one(string lost)
    {
        await BuildAsync("1");
        await StartAsync();
        await WriteAsync("2");
        File.Copy(Ledger, LedgerCopy);
        await _app.ExpireAsync("content");
        await _app.StopAsync();
        Lose(lost);

        await StartAsync();
        var first = await VisitAsync("/content");

        if (lost is "nothing")
        {
            Assert.Equal("2", first.Text);
            return;
        }

        Assert.Equal(("1", "Perennial; hit; ttl=-1; detail=revalidated", Outdated, "max-age=0"), first);
        await _app.WroteAsync(Unwatched);
        await Eventually.IsTrueAsync(async () => (await VisitAsync("/content")).Text == "2");

        // The next start has a ledger that has watched the new page.
        await _app.StopAsync();
        await StartAsync();
        var again = await VisitAsync("/content");
        Assert.Equal("2", again.Text);
        Assert.StartsWith("Perennial; hit; ttl=3", again.Status, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("the ledger's sense")]
    [InlineData("the ledger's last byte")]
    [InlineData("the cache folder")]
    [Trait("Proves", "H-1")]
    public async Task An_expiry_in_the_epoch_that_is_in_force_is_not_softened_by_one_that_was_lost(string lost)
    {
        await BuildAsync("1");
        await StartAsync();
        await _app.StopAsync();
        Lose(lost);
        await StartAsync();
        await WriteAsync("2");

        await _app.ExpireAsync("content");

        Assert.Equal("2", (await VisitAsync("/content")).Text);
    }

    [Fact]
    public async Task While_an_unwatched_page_cannot_be_made_anew_no_network_keeps_it_also_when_it_comes_from_the_front_tier()
    {
        await BuildAsync("1");
        File.Delete(Content);
        await StartAsync();
        await _app.StopAsync();
        Lose("the cache folder");
        await StartAsync();

        for (var visit = 0; visit < 3; visit++)
        {
            Assert.Equal(("1", "Perennial; hit; ttl=-1; detail=revalidated", Outdated, "max-age=0"), await VisitAsync("/content"));
        }

        await WriteAsync("2");
        await Eventually.IsTrueAsync(async () => (await VisitAsync("/content")).Text == "2");
    }

    [Fact]
    public async Task A_build_beside_the_cache_folder_that_serves_is_fresh_from_the_first_request_on_and_says_nothing()
    {
        await BuildAsync("1");
        await StartAsync();
        Assert.StartsWith("Perennial; hit; ttl=3", (await VisitAsync("/content")).Status, StringComparison.Ordinal);
        await _app.WroteAsync("Application started");
        Assert.DoesNotContain(Unwatched, _app.Output, StringComparison.Ordinal);

        // Nobody visits between the change and the restart.
        await _app.RevalidateAsync("content");
        await _app.StopAsync();
        await StartAsync();

        Assert.Equal("Perennial; hit; ttl=-1; detail=revalidated", (await VisitAsync("/content")).Status);
    }

    [Fact]
    [Trait("Proves", "H-1")]
    public async Task A_build_beside_a_server_locks_nothing_and_what_was_announced_to_it_since_is_in_force_in_the_next_one()
    {
        await BuildAsync("1");
        await StartAsync();
        Assert.True(await _app.ExpireAsync("news"));

        await BuildAsync("2");
        await WriteAsync("3");
        Assert.True(await _app.ExpireAsync("content"));
        await _app.StopAsync();
        await StartAsync();

        await _app.WroteAsync("Application started");
        Assert.DoesNotContain(Unwatched, _app.Output, StringComparison.Ordinal);
        var watched = await VisitAsync("/news");
        Assert.Equal("2", watched.Text);
        Assert.StartsWith("Perennial; hit; ttl=3", watched.Status, StringComparison.Ordinal);
        Assert.Equal("3", (await VisitAsync("/content")).Text);
    }

    [Fact]
    [Trait("Proves", "H-1")]
    public async Task A_ledger_that_the_build_put_into_an_image_vouches_for_nothing_in_the_containers_that_start_from_it()
    {
        await BuildAsync("1");
        await WriteAsync("2");
        await using var container = AppProcess.NurseryOver(Path.Join(_app.Folder, "cache of a container"), _app);
        Copy(Cache, Path.Join(_app.Folder, "cache of a container"));

        await container.StartAsync("start", "--ContentFile=" + Content);

        await container.WroteAsync(Unwatched);
        Assert.Equal("Perennial; hit; ttl=-1; detail=revalidated", (await container.GetAsync("/content")).CacheStatus);
    }

    [Fact]
    [Trait("Proves", "H-1")]
    public async Task A_ledger_in_memory_vouches_for_nothing_of_the_build_and_for_all_that_it_has_watched()
    {
        await BuildAsync("1");
        Lose("the use of the cache folder");
        await StartAsync();

        Assert.Equal(("1", "Perennial; hit; ttl=-1; detail=revalidated", Outdated, "max-age=0"), await VisitAsync("/content"));
        await Eventually.IsTrueAsync(async () => (await VisitAsync("/content")).Status.StartsWith("Perennial; hit; ttl=3", StringComparison.Ordinal));

        await WriteAsync("2");
        Assert.False(await _app.ExpireAsync("content"));
        Assert.Equal("2", (await VisitAsync("/content")).Text);
        Assert.False(await _app.ExpireAsync("news"));
        Assert.Equal("2", (await VisitAsync("/news")).Text);
    }

    [Theory]
    [InlineData("the cache folder")]
    [InlineData("the use of the cache folder")]
    public async Task A_site_may_say_that_its_content_is_in_the_image_and_a_page_the_contrary(string lost)
    {
        await BuildAsync("1", "--Perennial:Pages:ContentIsInImage=true");
        Lose(lost);
        await StartAsync();

        Assert.StartsWith("Perennial; hit; ttl=3", (await VisitAsync("/content")).Status, StringComparison.Ordinal);
        Assert.Equal("Perennial; hit; ttl=-1; detail=revalidated", (await VisitAsync("/news")).Status);
        await _app.WroteAsync("count as stale");
        Assert.Matches(@"\b1 of \d+ built pages count as stale", _app.Output);
    }

    [Fact]
    public async Task A_page_whose_content_is_in_the_image_is_fresh_wherever_the_image_starts_and_can_be_invalidated_there()
    {
        await BuildAsync("1");
        Lose("the cache folder");
        await WriteAsync("2");
        await StartAsync();

        var first = await VisitAsync("/terms");
        Assert.Equal("1", first.Text);
        Assert.StartsWith("Perennial; hit; ttl=3", first.Status, StringComparison.Ordinal);

        await _app.ExpireAsync("terms");
        Assert.Equal("2", (await VisitAsync("/terms")).Text);
    }

    [Fact]
    [Trait("Proves", "H-2")]
    public async Task A_build_under_the_id_of_the_one_before_beats_what_was_made_of_that_one()
    {
        await BuildAsync("1", "--BuildId=git-1");
        await StartAsync("--BuildId=git-1");
        await WriteAsync("2");
        await _app.RevalidateAsync("content");
        await Eventually.IsTrueAsync(async () => (await VisitAsync("/content")).Text == "2");
        await _app.StopAsync();

        await BuildAsync("3", "--BuildId=git-1");
        await StartAsync("--BuildId=git-1");

        var first = await VisitAsync("/content");
        Assert.Equal("3", first.Text);
        Assert.StartsWith("Perennial; hit; ttl=3", first.Status, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "H-1")]
    public async Task A_folder_that_was_deleted_and_built_anew_under_a_server_holds_what_the_server_acknowledges_then()
    {
        await BuildAsync("1");
        await StartAsync();
        Directory.Delete(Cache, recursive: true);
        Directory.Delete(_app.BuildFolder, recursive: true);
        await BuildAsync("1");
        await WriteAsync("2");

        Assert.True(await _app.ExpireAsync("content"));
        await _app.KillAsync();
        await StartAsync();

        Assert.Equal("2", (await VisitAsync("/content")).Text);
    }

    [Fact]
    public async Task A_build_without_a_ledger_says_so_in_one_line_and_fails_when_one_is_required()
    {
        await WriteAsync("1");
        await File.WriteAllTextAsync(Cache, "a file where the folder should be", TestContext.Current.CancellationToken);

        var output = await _app.BuildAsync("--ContentFile=" + Content);
        Assert.Single(output.Split('\n'), static line => line.Contains("No ledger could be reached", StringComparison.Ordinal));

        var (code, _, error) = await _app.RunAsync("build", "--require-ledger", "--ContentFile=" + Content);
        Assert.Equal(1, code);
        Assert.Matches("^error PER3016: The ledger in '.*cache' can be neither read nor made.*\n$", error);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task BuildAsync(string content, params string[] more)
    {
        await WriteAsync(content);
        await _app.BuildAsync(["--ContentFile=" + Content, .. more]);
    }

    private Task StartAsync(params string[] more) => _app.StartAsync(["start", "--ContentFile=" + Content, .. more]);

    private Task WriteAsync(string content) => File.WriteAllTextAsync(Content, content, TestContext.Current.CancellationToken);

    private void Lose(string what)
    {
        switch (what)
        {
            case "the ledger's file":
                File.Delete(Ledger);
                break;
            case "the ledger's sense":
                File.WriteAllText(Ledger, "damage");
                break;
            case "the ledger's last byte":
                File.WriteAllBytes(Ledger, File.ReadAllBytes(Ledger)[..^1]);
                break;
            case "half of the ledger's last record":
                // The records begin where the copy ends.
                var (log, kept) = (File.ReadAllBytes(Ledger), (int)new FileInfo(LedgerCopy).Length);
                File.WriteAllBytes(Ledger, log[..((kept + log.Length) / 2)]);
                break;
            case "all since an earlier copy of the ledger":
                File.Copy(LedgerCopy, Ledger, overwrite: true);
                break;
            case "the cache folder":
                Directory.Delete(Cache, recursive: true);
                break;
            case "the use of the cache folder":
                Directory.Delete(Cache, recursive: true);
                File.WriteAllText(Cache, "a file where the folder should be");
                break;
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Join(to, Path.GetFileName(folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Join(to, Path.GetFileName(file)));
        }
    }

    private async Task<(string Text, string Status, string CacheControl, string ForNetworks)> VisitAsync(string path)
    {
        using var response = await _app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.NonValidated["Cache-Status"].ToString(),
            response.Headers.NonValidated["Cache-Control"].ToString(),
            response.Headers.NonValidated["CDN-Cache-Control"].ToString());
    }
}
