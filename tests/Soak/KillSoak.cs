using Perennial.Tests.Caching.Files;

namespace Perennial.Soak;

public sealed class KillSoak(ITestOutputHelper output)
{
    [Fact, Trait("Proves", "F-14")]
    public async Task Five_hundred_kills_lose_nothing_that_was_acknowledged_and_tear_nothing()
    {
        using var folder = new TemporaryFolder();
        var rounds = new KillRounds(seed: 500, folder.Path);

        await rounds.RunAsync(500, TestContext.Current.CancellationToken);

        output.WriteLine($"500 kills, {rounds.Acknowledged} acknowledgements, {rounds.Read} entries read, 0 torn, 0 lost");
        Assert.True(rounds.Acknowledged > 10_000, $"Only {rounds.Acknowledged} acknowledgements: the worker hardly ran.");
    }

    [Fact]
    [Trait("Proves", "H-1")]
    [Trait("Proves", "H-2")]
    public async Task After_five_hundred_kills_nobody_was_shown_an_older_page_than_before()
    {
        using var folder = new TemporaryFolder();
        var rounds = new VisitRounds(seed: 500, folder.Path);

        await rounds.RunAsync(500, TestContext.Current.CancellationToken);

        output.WriteLine($"500 kills, {rounds.Visits} visits, {rounds.Violations.Count} violations");
        Assert.Empty(rounds.Violations);
        Assert.True(rounds.Visits > 50_000, $"Only {rounds.Visits} visits: the worker hardly ran.");
    }
}
