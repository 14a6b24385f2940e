using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching.Ledger;

public sealed class FreshnessTests
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private readonly FakeLedger _ledger = new();

    [Fact]
    public void What_no_tag_touched_is_fresh() =>
        Assert.Equal(Freshness.Fresh, Freshness.ByLedger(Facts(0, "a"), _ledger));

    [Fact]
    public async Task An_entry_is_stale_when_its_render_began_before_its_tag_was_revalidated()
    {
        var position = await _ledger.StampAsync(["a"], InvalidationKind.Revalidate, Token);

        Assert.Equal(new(FreshnessState.Stale, FreshnessReason.Tag), Freshness.ByLedger(Facts(position.Number - 1, "a"), _ledger));
        Assert.Equal(Freshness.Fresh, Freshness.ByLedger(Facts(position.Number, "a"), _ledger));
        Assert.Equal(Freshness.Fresh, Freshness.ByLedger(Facts(0, "b"), _ledger));
    }

    [Fact]
    public async Task A_later_revalidation_does_not_soften_an_expiry()
    {
        await _ledger.StampAsync(["a"], InvalidationKind.Expire, Token);
        await _ledger.StampAsync(["a"], InvalidationKind.Revalidate, Token);

        Assert.Equal(FreshnessState.Expired, Freshness.ByLedger(Facts(0, "a"), _ledger).State);
    }

    [Fact]
    public async Task The_worst_of_several_tags_counts()
    {
        await _ledger.StampAsync(["a"], InvalidationKind.Revalidate, Token);
        await _ledger.StampAsync(["b"], InvalidationKind.Expire, Token);

        Assert.Equal(FreshnessState.Expired, Freshness.ByLedger(Facts(0, "a", "b"), _ledger).State);
    }

    [Fact]
    public async Task The_tag_of_everything_reaches_what_has_no_tags()
    {
        await _ledger.StampAsync([CacheTag.All], InvalidationKind.Revalidate, Token);

        Assert.Equal(FreshnessState.Stale, Freshness.ByLedger(Facts(0), _ledger).State);
    }

    /// <summary>Where an entry comes from, as the ledger sees it.</summary>
    public enum From
    {
        ThisEpoch,
        AboveTheHead,
        AnotherEpoch,
        NoLedger,
        TheImage,
    }

    /// <summary>What happened in this epoch, before anybody looks.</summary>
    public enum Happened
    {
        Nothing,
        Revalidated,
        Expired,
        ExpiredThenRevalidated,
        AllRevalidated,
        AllExpired,
        FloorRevalidated,
        FloorExpired,
        AnotherTagExpired,
    }

    public static TheoryData<From, Happened, bool, string> Cases
    {
        get
        {
            var cases = new TheoryData<From, Happened, bool, string>();
            foreach (var from in Enum.GetValues<From>())
            {
                foreach (var happened in Enum.GetValues<Happened>())
                {
                    foreach (var lasts in new[] { true, false }.Where(lasts => lasts || happened is not (Happened.FloorRevalidated or Happened.FloorExpired)))
                    {
                        cases.Add(from, happened, lasts, Right(from, happened));
                    }
                }
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    [Trait("Proves", "H-1")]
    public async Task An_entry_is_fresh_only_under_a_ledger_that_has_watched_it_and_expired_wherever_that_was_acknowledged(
        From from, Happened happened, bool lasts, string right)
    {
        ITagLedger ledger = lasts ? _ledger : new MemoryTagLedger(100);
        await ledger.StampAsync(["before"], InvalidationKind.Expire, Token);
        var made = from switch
        {
            From.ThisEpoch => ledger.Position,
            From.AboveTheHead => ledger.Position with { Number = 1000 },
            From.AnotherEpoch => new(Guid.NewGuid(), 0),
            From.NoLedger => LedgerPosition.Unwatched,
            _ => LedgerPosition.InImage,
        };

        await HappenAsync(happened, ledger);

        Assert.Equal(right, Freshness.ByLedger(Facts(0, "a", "b") with { Position = made }, ledger).State.ToString());
    }

    [Fact]
    public void Why_an_entry_of_another_epoch_is_stale_is_told() => Assert.Equal(
        new(FreshnessState.Stale, FreshnessReason.Epoch),
        Freshness.ByLedger(Facts(0) with { Position = new(Guid.NewGuid(), long.MaxValue) }, _ledger));

    [Fact]
    public async Task An_epoch_that_begins_makes_stale_what_was_fresh_and_softens_no_expiry()
    {
        var facts = Facts(0, "a");
        await _ledger.StampAsync(["a"], InvalidationKind.Expire, Token);

        await _ledger.BeginEpochAsync(_ledger.Position.Epoch, Token);

        Assert.Equal(FreshnessState.Expired, Freshness.ByLedger(facts, _ledger).State);
        Assert.Equal(FreshnessState.Stale, Freshness.ByLedger(facts with { Tags = ["b"] }, _ledger).State);
        Assert.Equal(Freshness.Fresh, Freshness.ByLedger(facts with { Tags = ["b"], Position = _ledger.Position }, _ledger));
    }

    [Theory]
    [InlineData(5, 0, 4, FreshnessState.Stale)]
    [InlineData(5, 0, 5, FreshnessState.Fresh)]
    [InlineData(0, 5, 4, FreshnessState.Expired)]
    [InlineData(0, 5, 5, FreshnessState.Fresh)]
    public async Task Below_the_floor_nothing_is_fresh(long staleFrom, long expiredFrom, long number, object state)
    {
        while (_ledger.Position.Number < 5)
        {
            await _ledger.StampAsync(["other"], InvalidationKind.Revalidate, Token);
        }

        _ledger.Floor = new(staleFrom, expiredFrom);

        Assert.Equal(state, Freshness.ByLedger(Facts(number), _ledger).State);
    }

    [Theory]
    [InlineData(59, FreshnessState.Fresh)]
    [InlineData(60, FreshnessState.Stale)]
    [InlineData(299, FreshnessState.Stale)]
    [InlineData(300, FreshnessState.Expired)]
    public void Age_makes_stale_and_then_expired(int seconds, object state) => Assert.Equal(
        state, Freshness.ByAge(new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(300)), TimeSpan.FromSeconds(seconds)).State);

    [Fact]
    public void What_lives_for_ever_does_not_age() =>
        Assert.Equal(Freshness.Fresh, Freshness.ByAge(Lifetime.Forever, TimeSpan.FromDays(10_000)));

    private static string Right(From from, Happened happened) => (from, happened) switch
    {
        (_, Happened.Expired or Happened.ExpiredThenRevalidated or Happened.AllExpired or Happened.FloorExpired) => "Expired",
        (_, Happened.Revalidated or Happened.AllRevalidated or Happened.FloorRevalidated) => "Stale",
        (From.ThisEpoch or From.TheImage, _) => "Fresh",
        _ => "Stale",
    };

    private async Task HappenAsync(Happened happened, ITagLedger ledger)
    {
        (CacheTag Tag, InvalidationKind Kind)[] stamps = happened switch
        {
            Happened.Revalidated => [("a", InvalidationKind.Revalidate)],
            Happened.Expired => [("b", InvalidationKind.Expire)],
            Happened.ExpiredThenRevalidated => [("a", InvalidationKind.Expire), ("a", InvalidationKind.Revalidate)],
            Happened.AllRevalidated => [(CacheTag.All, InvalidationKind.Revalidate)],
            Happened.AllExpired => [(CacheTag.All, InvalidationKind.Expire)],
            Happened.AnotherTagExpired => [("c", InvalidationKind.Expire)],
            _ => [],
        };
        foreach (var (tag, kind) in stamps)
        {
            await ledger.StampAsync([tag], kind, Token);
        }

        var above = ledger.Position.Number + 1;
        _ledger.Floor = happened switch
        {
            Happened.FloorRevalidated => new(above, 0),
            Happened.FloorExpired => new(0, above),
            _ => default,
        };
    }

    private EntryFacts Facts(long number, params CacheTag[] tags) =>
        Entries.Entry(position: new(_ledger.Position.Epoch, number), tags: tags).Facts;
}
