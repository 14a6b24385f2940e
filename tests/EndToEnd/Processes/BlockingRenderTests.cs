using System.Diagnostics;

namespace Perennial.EndToEnd.Processes;

/// <summary>Rendering code that holds its thread while it waits. In a process of its own: a thread pool belongs to a whole process.</summary>
public sealed class BlockingRenderTests
{
    [Fact]
    public async Task Hits_are_served_while_every_render_blocks()
    {
        await using var app = AppProcess.Nursery();
        var file = Path.Join(app.Folder, "go");
        await app.StartAsync("--environment=Production", "--Faults=Blocking", "--BlocksUntil=" + file);
        await HitsAsync(app);
        var quiet = await HitsAsync(app);

        var visits = Enumerable.Range(0, 100).Select(number => app.GetAsync($"/blocking/{number}")).ToList();
        await app.WroteAsync("holds until " + file);
        var blocked = await HitsAsync(app);
        var isBlocked = visits.TrueForAll(static visit => !visit.IsCompleted);
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        // A pool that adds a thread when none has come free for a while needs a quarter of a minute for this many.
        Assert.True(isBlocked);
        Assert.True(blocked < TimeSpan.FromSeconds(5) + (10 * quiet), $"{blocked}, and {quiet} when nothing blocks");
        Assert.All(await Task.WhenAll(visits), static visit => Assert.Equal("Perennial; fwd=uri-miss; stored", visit.CacheStatus));
    }

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
