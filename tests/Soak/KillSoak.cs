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
}
