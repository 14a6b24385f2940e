using Perennial.Caching.Files;

namespace Perennial.Tests.Caching.Files;

public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact, Trait("Proves", "F-14")]
    public async Task What_was_acknowledged_survives_a_kill_and_what_survives_is_whole()
    {
        var rounds = new KillRounds(seed: 14, _folder.Path);

        await rounds.RunAsync(25, TestContext.Current.CancellationToken);

        Assert.True(rounds.Acknowledged > 500, $"Only {rounds.Acknowledged} acknowledgements: the worker hardly ran.");
        Assert.True(rounds.Read > 50, $"Only {rounds.Read} entries were read: nothing was tried.");
    }

    [Fact]
    [Trait("Proves", "H-1")]
    [Trait("Proves", "H-2")]
    public async Task After_a_kill_nobody_is_shown_an_older_page_than_before_it()
    {
        var rounds = new VisitRounds(seed: 2, _folder.Path);

        await rounds.RunAsync(20, TestContext.Current.CancellationToken);

        Assert.Empty(rounds.Violations);
        Assert.True(rounds.Visits > 1000, $"Only {rounds.Visits} visits: the worker hardly ran.");
    }

    [Fact, Trait("Proves", "F-17")]
    public async Task A_folder_is_held_by_one_process_and_free_when_that_one_was_killed()
    {
        using var first = KillRounds.StartWorker(_folder.Path, version: 0);
        Assert.Equal("ready", await first.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        var held = await CacheFolder.OpenAsync(_folder.At("cache"), TestContext.Current.CancellationToken);
        first.Kill();
        await first.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        var free = await CacheFolder.OpenAsync(_folder.At("cache"), TestContext.Current.CancellationToken);

        Assert.False(held.IsOpen);
        Assert.Contains($"process {first.Id}", held.Reason, StringComparison.Ordinal);
        Assert.True(free.IsOpen, free.Reason);
        free.Folder.Dispose();
    }

    public void Dispose() => _folder.Dispose();
}
