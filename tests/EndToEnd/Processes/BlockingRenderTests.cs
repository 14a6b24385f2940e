using System.Diagnostics;
using System.Globalization;

namespace Perennial.EndToEnd.Processes;

/// <summary>Code that holds its thread while it waits. In a process of its own: a thread pool belongs to a whole process.</summary>
public sealed class BlockingRenderTests
{
    private const int Visits = 100;

    [Theory]
    [InlineData("sleep")]
    [InlineData("task")]
    [InlineData("lock")]
    public async Task Hits_are_served_while_every_render_blocks(string way)
    {
        await using var app = AppProcess.Nursery();
        var go = await StartAsync(app);
        var quiet = await HitsAsync(app);

        var visits = VisitsTo(app, $"/blocking/{way}/");
        await app.WroteAsync("holds until");
        var blocked = await HitsAsync(app);
        var isBlocked = visits.TrueForAll(static visit => !visit.IsCompleted);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);

        Assert.True(isBlocked);
        AssertNear(quiet, blocked);
        Assert.All(await Task.WhenAll(visits), static visit => Assert.Equal("Perennial; fwd=uri-miss; stored", visit.CacheStatus));
    }

    [Fact]
    public async Task And_while_renders_block_that_took_too_long_for_whoever_waited()
    {
        await using var app = AppProcess.Nursery();
        var go = await StartAsync(app, "--Perennial:Pages:RenderTimeout=00:00:01", "--Perennial:Pages:MaxConcurrentRenders=8");
        var quiet = await HitsAsync(app);
        var before = app.ThreadCount;

        // Each had its place for a second, and has its thread still: far more than may render at once.
        var visits = await Task.WhenAll(VisitsTo(app, "/blocking/sleep/"));
        var blocked = await HitsAsync(app);
        var held = app.ThreadCount - before;
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);

        Assert.All(visits, static visit => Assert.Equal("none (GatewayTimeout)", visit.CacheStatus));
        Assert.InRange(held, Visits / 2, 10 * Visits);
        AssertNear(quiet, blocked);
    }

    [Fact]
    public async Task And_while_as_many_visits_block_for_which_there_is_no_limit()
    {
        await using var app = AppProcess.Nursery();
        var go = await StartAsync(app);
        var quiet = await HitsAsync(app);

        var visits = VisitsTo(app, "/held/sleep?");
        var blocked = await HitsAsync(app);
        var isBlocked = visits.TrueForAll(static visit => !visit.IsCompleted);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);

        Assert.True(isBlocked);
        AssertNear(quiet, blocked);
        await Task.WhenAll(visits);
    }

    private static async Task<string> StartAsync(AppProcess app, params string[] arguments)
    {
        var go = Path.Join(app.Folder, "go");
        await app.StartAsync(["--environment=Production", "--Faults=Blocking", "--BlocksUntil=" + go, .. arguments]);
        await HitsAsync(app);
        return go;
    }

    private static List<Task<(string Text, string CacheStatus)>> VisitsTo(AppProcess app, string path) =>
        [.. Enumerable.Range(0, Visits).Select(number => app.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{path}{number}")))];

    /// <summary>A pool that adds a thread when none has come free for a while needs a quarter of a minute for this many.</summary>
    private static void AssertNear(TimeSpan quiet, TimeSpan blocked) =>
        Assert.True(blocked < TimeSpan.FromSeconds(5) + (10 * quiet), $"{blocked}, and {quiet} when nothing blocks");

    private static async Task<TimeSpan> HitsAsync(AppProcess app)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 50; i++)
        {
            await app.GetAsync("/process");
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
