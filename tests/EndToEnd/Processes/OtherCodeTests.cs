namespace Perennial.EndToEnd.Processes;

/// <summary>New binaries in the place of the old ones, without a new build.</summary>
public sealed class OtherCodeTests
{
    private const string OtherCode = "was made by other code than this";
    private const string Revalidated = "Perennial; hit; ttl=-1; detail=revalidated";

    [Fact]
    public async Task Pages_of_the_old_code_are_shown_once_more_and_made_anew_and_the_start_says_so_once()
    {
        await using var app = AppProcess.Deployed("Hello");
        await app.BuildAsync();
        await app.StartAsync("start");
        Assert.True(IsFresh((await app.GetAsync("/")).CacheStatus));
        await app.WroteAsync("Application started");
        Assert.DoesNotContain(OtherCode, app.Output, StringComparison.Ordinal);
        await app.StopAsync();

        Change(app);
        await app.StartAsync("start");

        await app.WroteAsync(OtherCode);
        Assert.Single(app.Output.Split('\n'), static line => line.Contains(OtherCode, StringComparison.Ordinal));
        Assert.Equal(Revalidated, (await app.GetAsync("/")).CacheStatus);
        await Eventually.IsTrueAsync(async () => IsFresh((await app.GetAsync("/")).CacheStatus));

        // What the new code has made is its own, and stays.
        await app.StopAsync();
        await app.StartAsync("start");
        Assert.True(IsFresh((await app.GetAsync("/")).CacheStatus));
    }

    [Fact]
    public async Task So_are_pages_that_the_old_code_made_for_its_visitors()
    {
        await using var app = AppProcess.Deployed("Hello");
        await app.StartAsync("--environment=Production");
        Assert.StartsWith("Perennial; fwd=uri-miss", (await app.GetAsync("/")).CacheStatus, StringComparison.Ordinal);
        await app.StopAsync();

        Change(app);
        await app.StartAsync("--environment=Production");

        Assert.Equal(Revalidated, (await app.GetAsync("/")).CacheStatus);
    }

    [Fact]
    public async Task One_source_that_is_built_twice_under_one_id_shares_entries_and_deployment_without_a_word()
    {
        await using var one = AppProcess.Deployed("Nursery");
        await using var other = AppProcess.Deployed("Nursery");
        Change(other);
        string[] settings =
        [
            "--BuildId=git-1", "--Perennial:SiteUrl=https://nursery.test", "--ContentFile=" + Path.Join(one.Folder, "Nursery.dll"),
            "--Perennial:Cache:Directory=" + Path.Join(one.Folder, "cache"),
        ];
        await one.BuildAsync(settings);
        await other.BuildAsync(settings);
        await one.StartAsync(["start", .. settings]);
        var note = await one.GetAsync("/notes/a");
        var deployment = await DeploymentAsync(one);
        await one.StopAsync();

        await other.StartAsync(["start", .. settings]);
        var (text, status) = await other.GetAsync("/notes/a");

        Assert.Equal(note.Text, text);
        Assert.True(IsFresh(status));
        Assert.Equal(("git-1", "git-1"), (deployment, await DeploymentAsync(other)));
        Assert.DoesNotContain("warn: Perennial", other.Output, StringComparison.Ordinal);

        // Nor is the build that the one has made a strange one to the other.
        await other.StopAsync();
        await other.StartAsync(["start", .. settings, "--Perennial:Deployment:BuildDirectory=" + Path.Join(one.Folder, ".perennial", "build")]);
        Assert.True(IsFresh((await other.GetAsync("/notes/a")).CacheStatus));
        await other.WroteAsync("Application started");
        Assert.DoesNotContain("warn: Perennial", other.Output, StringComparison.Ordinal);
    }

    private static bool IsFresh(string status) =>
        status.StartsWith("Perennial; hit; ttl=", StringComparison.Ordinal) && !status.Contains("ttl=-", StringComparison.Ordinal);

    /// <summary>Another library beside the app is other code, though the app itself is the same.</summary>
    private static void Change(AppProcess app) =>
        File.Copy(typeof(OtherCodeTests).Assembly.Location, Path.Join(app.Folder, "Library.dll"));

    private static async Task<string> DeploymentAsync(AppProcess app)
    {
        using var response = await app.Http.GetAsync(new Uri("/process", UriKind.Relative), TestContext.Current.CancellationToken);
        return response.Headers.GetValues("x-deployment-id").Single();
    }
}
