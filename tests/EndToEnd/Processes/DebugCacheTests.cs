namespace Perennial.EndToEnd.Processes;

/// <summary><c>PERENNIAL_DEBUG_CACHE=1</c>: what the cache does and why, on the console, for who asked for it.</summary>
public sealed class DebugCacheTests
{
    private const string Variable = "PERENNIAL_DEBUG_CACHE";

    [Fact]
    public async Task Each_hit_miss_stale_and_write_is_logged_with_its_reason_by_a_process_that_has_the_variable()
    {
        await using var app = AppProcess.Nursery();
        app.Environment[Variable] = "1";
        await app.BuildAsync();
        await app.StartAsync("start");

        await app.GetAsync("/process");
        await app.GetAsync("/process");
        await app.RevalidateAsync("process");
        await app.GetAsync("/process");
        await app.GetAsync("/plants/weed");

        foreach (var line in new[] { "Fresh (None) /process", "Miss /plants/weed", "Stale (Tag) /process", "Write /process (Refresh): number 1" })
        {
            await app.WroteAsync(line);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("")]
    public async Task Nobody_who_did_not_ask_for_it_gets_a_line(string? value)
    {
        await using var app = AppProcess.Deployed("Hello");
        if (value is not null)
        {
            app.Environment[Variable] = value;
        }

        var built = await app.BuildAsync();
        await app.StartAsync("start");
        await VisitAsync(app);

        Assert.Equal(0, await app.StopAsync());
        foreach (var word in new[] { "Fresh (", "Miss /", "Write /" })
        {
            Assert.DoesNotContain(word, built + app.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(".env")]
    [InlineData(".env.production")]
    [InlineData(".env.local")]
    public async Task It_may_stand_in_a_file_beside_the_app(string file)
    {
        await using var app = AppProcess.Deployed("Hello");
        await File.WriteAllTextAsync(Path.Join(app.Folder, file), Variable + "=1\n", TestContext.Current.CancellationToken);

        var built = await app.BuildAsync();
        await app.StartAsync("start");
        await VisitAsync(app);

        // The build says what it made, the server what it shows.
        Assert.Contains("Write / (Build)", built, StringComparison.Ordinal);
        await app.WroteAsync("Fresh (None) /");
    }

    [Fact]
    public async Task The_processs_own_word_counts_for_more_than_a_files()
    {
        await using var app = AppProcess.Deployed("Hello");
        await File.WriteAllTextAsync(Path.Join(app.Folder, ".env"), Variable + "=1\n", TestContext.Current.CancellationToken);
        app.Environment[Variable] = "0";

        await app.BuildAsync();
        await app.StartAsync("start");
        await VisitAsync(app);

        Assert.Equal(0, await app.StopAsync());
        Assert.DoesNotContain("Fresh (", app.Output, StringComparison.Ordinal);
    }

    // Twice: the page that was built, and what a visit does to one that nobody has.
    private static async Task VisitAsync(AppProcess app)
    {
        Assert.StartsWith("Perennial; hit", (await app.GetAsync("/")).CacheStatus, StringComparison.Ordinal);
        await app.GetAsync("/nothing-here");
    }
}
