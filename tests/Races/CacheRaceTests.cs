extern alias subject;

using Scenarios = subject::Perennial.Races.Subject.Scenarios;

namespace Perennial.Races;

/// <summary>What the cache promises, in hundreds of orders of its steps.</summary>
public sealed class CacheRaceTests
{
    private static readonly Dictionary<string, Func<Task>> All = new(StringComparer.Ordinal)
    {
        ["Pages that are shown and written"] = Scenarios.WritesOfShownPages,
        ["A hidden page behind one that is shown"] = Scenarios.WritesOfAHiddenPage,
        ["A page that is shown behind a hidden one"] = Scenarios.WritesOfAPageAfterAHiddenOne,
        ["An expiry while a page is rendered"] = Scenarios.ExpiryWhileAPageIsRendered,
        ["Judgements while a ledger goes on"] = Scenarios.JudgementsWhileALedgerGoesOn,
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Fact]
    public void The_search_finds_an_increment_that_is_lost() =>
        Assert.Contains("An increment was lost.", Search.Through(Scenarios.PlantedRace, orders: 500), StringComparison.Ordinal);

    [Theory, MemberData(nameof(Names))]
    public void Holds_in_every_order_that_was_tried(string scenario) => Assert.Null(Search.Through(All[scenario], orders: 150));
}
