using System.Diagnostics;
using System.Globalization;

namespace Perennial.EndToEnd.Processes;

/// <summary>Code that holds its thread while it waits. In a process of its own: a thread pool belongs to a whole process.</summary>
public sealed class BlockingRenderTests
{
    private const int Visits = 100;

    /// <summary>So that threads which are kept for these do not serve in place of others.</summary>
    private static readonly string[] FewAtOnce =
        ["--Perennial:Pages:MaxConcurrentRenders=1", "--Perennial:Images:MaxConcurrentRenders=1", "--Perennial:After:MaxConcurrent=1"];

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
        var go = await StartAsync(app, [.. FewAtOnce, "--Perennial:Pages:MaxConcurrentRenders=50", "--Perennial:Pages:RenderTimeout=00:00:01"]);
        var quiet = await HitsAsync(app);
        var before = app.ThreadCount;

        // Each has its place for a second, and its thread until the end: far more than may render at once.
        var visits = Task.WhenAll(VisitsTo(app, "/blocking/sleep/", 3 * Visits));
        var longest = TimeSpan.Zero;
        while (!visits.IsCompleted)
        {
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, (await HitsAsync(app, 1)).Ticks));
        }

        var held = app.ThreadCount - before;
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);

        Assert.All(await visits, static visit => Assert.Equal("none (GatewayTimeout)", visit.CacheStatus));
        Assert.InRange(held, 2 * Visits, 10 * Visits);
        AssertNear(quiet, longest);
    }

    [Fact]
    public async Task And_while_as_many_visits_block_for_which_there_is_no_limit()
    {
        await using var app = AppProcess.Nursery();
        var go = await StartAsync(app, FewAtOnce);
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

    private static List<Task<(string Text, string CacheStatus)>> VisitsTo(AppProcess app, string path, int count = Visits) =>
        [.. Enumerable.Range(0, count).Select(number => app.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{path}{number}")))];

    /// <summary>A pool that adds a thread when none has come free for a while needs a quarter of a minute for this many.</summary>
    private static void AssertNear(TimeSpan quiet, TimeSpan blocked) =>
        Assert.True(blocked < TimeSpan.FromSeconds(5) + (10 * quiet), $"{blocked}, and {quiet} when nothing blocks");

    private static async Task<TimeSpan> HitsAsync(AppProcess app, int count = 50)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            await app.GetAsync("/process");
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
