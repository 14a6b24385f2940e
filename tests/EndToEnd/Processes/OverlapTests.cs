namespace Perennial.EndToEnd.Processes;

/// <summary>Two processes and one cache folder, as in every rolling restart; and a folder that cannot be written at the start.</summary>
public sealed class OverlapTests : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("perennial-").FullName;

    [Fact, Trait("Proves", "H-2")]
    public async Task What_was_announced_to_the_second_process_is_not_lost_with_it()
    {
        await using var first = AppProcess.NurseryOver(_cache);
        await using var second = AppProcess.NurseryOver(_cache);
        await first.StartAsync("--environment=Production");
        var old = await first.GetAsync("/process");
        await first.WrittenAsync(_cache);
        await second.StartAsync("--environment=Production");

        Assert.True(await second.ExpireAsync("process"));

        // As one is killed in the middle of a restart: it has not become durable, and the first has not looked yet.
        await second.SignalAsync("KILL");
        await second.ExitAsync();
        await first.SignalAsync("KILL");
        await first.ExitAsync();
        await using var third = AppProcess.NurseryOver(_cache);
        await third.StartAsync("--environment=Production");
        Assert.False(IsFresh(await third.GetAsync("/process"), old.Text));
        await Eventually.IsTrueAsync(async () => (await third.GetAsync("/process")).Text != old.Text);
    }

    [Fact, Trait("Proves", "H-2")]
    public async Task What_was_announced_to_the_second_process_is_in_force_in_the_first_one_soon()
    {
        await using var first = AppProcess.NurseryOver(_cache);
        await using var second = AppProcess.NurseryOver(_cache);
        await first.StartAsync("--environment=Production");
        var old = await first.GetAsync("/process");
        await second.StartAsync("--environment=Production");

        await second.ExpireAsync("process");

        await first.WroteAsync("A new epoch begins");
        Assert.False(IsFresh(await first.GetAsync("/process"), old.Text));
    }

    [Fact]
    public async Task The_second_process_keeps_its_pages_on_the_disk_from_the_moment_when_the_first_has_ended()
    {
        await using var first = AppProcess.NurseryOver(_cache);
        await using var second = AppProcess.NurseryOver(_cache);
        await first.StartAsync("--environment=Production");
        var old = await first.GetAsync("/process");
        await first.WrittenAsync(_cache);
        await second.StartAsync("--environment=Production");
        await second.WroteAsync("in use by process");
        await second.ExpireAsync("process");

        await first.StopAsync();
        await second.WroteAsync("can be used now");

        Assert.False(IsFresh(await second.GetAsync("/process"), old.Text));
        await Eventually.IsTrueAsync(async () => (await second.GetAsync("/process")).Text != old.Text);
        Assert.True(await second.ExpireAsync("process"));
        var grown = await second.GetAsync("/process");
        await second.StopAsync();
        await using var third = AppProcess.NurseryOver(_cache);
        await third.StartAsync("--environment=Production");
        var found = await third.GetAsync("/process");
        Assert.True(IsFresh(found, grown.Text), found.ToString());
    }

    [Fact]
    public async Task A_disk_that_is_full_at_the_start_is_used_when_there_is_room()
    {
        using var disk = new SmallDisk();
        await using (var app = AppProcess.NurseryOver(disk.CacheFolder))
        {
            await app.StartAsync("--environment=Production");
            await app.WroteAsync("Pages are kept in memory only");
            Assert.NotEmpty((await app.GetAsync("/process")).Text);

            disk.MakeRoom();
            await app.WroteAsync("can be used now");

            Assert.True(await app.ExpireAsync("process"));
            var grown = await app.GetAsync("/process");
            await app.StopAsync();
            await app.StartAsync("--environment=Production");
            Assert.Equal(grown.Text, (await app.GetAsync("/process")).Text);
            await app.StopAsync();
        }
    }

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    private static bool IsFresh((string Text, string CacheStatus) answer, string text) =>
        answer.Text == text
        && answer.CacheStatus.Contains("; hit", StringComparison.Ordinal)
        && !answer.CacheStatus.Contains("ttl=-", StringComparison.Ordinal);
}
