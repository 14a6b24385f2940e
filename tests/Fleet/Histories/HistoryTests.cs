namespace Perennial.Fleet.Histories;

public sealed class PostgresHistoryTests(ITestOutputHelper output) : HistoryTests("postgres", output);

public sealed class RedisHistoryTests(ITestOutputHelper output) : HistoryTests("redis", output);

/// <summary>Three real servers on one real database, visitors and editors on each, and somebody who breaks something.</summary>
public abstract class HistoryTests(string kind, ITestOutputHelper output)
{
    private const int Nodes = 3;

    // Losing every bell costs one poll of two seconds; two cores that run browsers beside it add something.
    private const double Bound = 3500;

    // Two polls and a second, and the same again.
    private const double Trust = 6500;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3.5);

    private static int Histories => int.TryParse(Environment.GetEnvironmentVariable("FLEET_HISTORIES"), out var count) ? count : 20;

    [Fact]
    [Trait("Proves", "H-1")]
    [Trait("Proves", "H-2")]
    [Trait("Proves", "H-3")]
    [Trait("Proves", "H-5")]
    [Trait("Proves", "H-8")]
    public async Task Whatever_breaks_nobody_is_shown_what_must_not_be_shown_any_more()
    {
        await using var storage = await FleetStorage.StartAsync(kind, Nodes);
        await using var fleet = await FleetRun.StartAsync(Nodes, storage.SettingsOf);
        var (first, found) = (int.TryParse(Environment.GetEnvironmentVariable("FLEET_SEED"), out var seed) ? seed : 0, new List<string>());
        var (reads, changes, applied) = (0, 0, 0);
        for (var i = first; i < first + Histories; i++)
        {
            var nemesis = new Nemesis(fleet, storage, i);
            var history = await fleet.LiveAsync(i, Length, nemesis.ActAsync);
            found.AddRange(new HistoryChecker(Bound, Trust).Violations(history).Take(5).Select(violation => $"history {i} ({nemesis.Name}): {violation}"));
            (reads, changes, applied) = (reads + history.Reads.Count, changes + history.Changes.Count, applied + history.Changes.Count(static change => change.Result is ChangeResult.Applied));
        }

        output.WriteLine($"{kind}: {Histories} histories, {reads} reads, {changes} changes, {applied} of them acknowledged, {found.Count} violations.");
        Assert.True(found.Count is 0, string.Join('\n', found.Append("What the servers wrote:").Concat(fleet.Nodes.Select(static node => node.Output))));
        Assert.True(applied > Histories && reads > 50 * Histories, $"{reads} reads and {applied} changes: hardly anything was tried.");
    }

    [Theory]
    [InlineData("deaf", "H-1")]
    [InlineData("one-epoch", "H-1")]
    public async Task The_checker_finds_a_fault_that_is_planted(string fault, string proof)
    {
        await using var storage = await FleetStorage.StartAsync(kind, Nodes);
        await using var fleet = await FleetRun.StartAsync(Nodes, node => [.. storage.SettingsOf(node), "--Fault", fault]);
        var found = new List<string>();
        for (var i = 0; i < 6 && found.Count is 0; i++)
        {
            // Quiet ones, and ones in which everything in the database is lost.
            var nemesis = new Nemesis(fleet, storage, fault is "one-epoch" ? 9 : 0);
            found.AddRange(new HistoryChecker(Bound, Trust).Violations(await fleet.LiveAsync(100 + i, TimeSpan.FromSeconds(6), nemesis.ActAsync)));
        }

        Assert.Contains(found, violation => violation.StartsWith(proof, StringComparison.Ordinal));
    }
}
