namespace Perennial.EndToEnd.Processes;

/// <summary>A signal that comes before the app serves, or while it builds.</summary>
public sealed class InterruptedStartTests
{
    // What a start comes by, in its order; a machine under load takes longer from one to the next, and passes all the same.
    private static readonly Func<AppProcess, bool>[] Moments =
    [
        static _ => true,
        static app => app.HasLoaded("Nursery.dll"),
        static app => app.HasLoaded("Perennial.dll"),
        static app => app.HasOpened(Path.Join(app.Folder, "cache", "lock")),
        static app => app.Output.Contains("Now listening", StringComparison.Ordinal),
    ];

    [Fact]
    [Trait("Proves", "F-81")]
    public async Task A_signal_during_the_start_ends_it_and_leaves_what_was_kept()
    {
        await using var app = AppProcess.Nursery();
        await app.StartAsync("--environment=Production");
        var before = (await app.GetAsync("/process")).Text;
        Assert.Equal(0, await app.StopAsync());

        app.Begin("--environment=Production", "--urls=http://127.0.0.1:0", "--Worker=slow");
        await app.WroteAsync("worker is starting");
        await app.SignalAsync("TERM");
        Assert.Equal(0, await app.ExitAsync());
        Assert.DoesNotContain("Now listening", app.Output, StringComparison.Ordinal);

        await app.StartAsync("--environment=Production");
        var (text, status) = await app.GetAsync("/process");
        Assert.Equal(before, text);
        Assert.StartsWith("Perennial; hit", status, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "F-81")]
    public async Task Signals_at_any_moment_of_a_start_leave_a_folder_that_can_be_used()
    {
        await using var app = AppProcess.Nursery();
        await app.StartAsync("--environment=Production");
        var before = (await app.GetAsync("/process")).Text;
        Assert.Equal(0, await app.StopAsync());

        foreach (var isReached in Moments)
        {
            app.Begin("--environment=Production", "--urls=http://127.0.0.1:0");
            await Eventually.IsTrueAsync(() => isReached(app));
            await app.SignalAsync("TERM");

            // Before there is an app to speak of, the runtime's own answer to the signal.
            Assert.Contains(await app.ExitAsync(), new[] { 0, 143 });
        }

        await app.StartAsync("--environment=Production");
        Assert.Equal(before, (await app.GetAsync("/process")).Text);
        Assert.DoesNotContain("set aside", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "F-81")]
    public async Task A_build_that_is_interrupted_leaves_the_earlier_one_to_be_served()
    {
        await using var app = AppProcess.Nursery();
        await app.BuildAsync("--BuildId=good");
        app.Begin("build", "--BuildId=bad", "--Faults=Slow");
        await app.WroteAsync("Rendering static pages (6/");

        await app.SignalAsync("INT");
        Assert.Equal(1, await app.ExitAsync());

        await app.StartAsync("start");
        Assert.StartsWith("Perennial; hit", (await app.GetAsync("/process")).CacheStatus, StringComparison.Ordinal);
        await app.WroteAsync("Serving build good");
    }
}
