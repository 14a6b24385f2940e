using Perennial.Caching;

namespace Perennial.Tests.Caching;

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

    [Fact]
    public void An_entry_of_another_epoch_is_stale_however_large_its_number()
    {
        var facts = Facts(long.MaxValue) with { Position = new(Guid.NewGuid(), long.MaxValue) };

        Assert.Equal(new(FreshnessState.Stale, FreshnessReason.Epoch), Freshness.ByLedger(facts, _ledger));
    }

    [Fact]
    public async Task A_built_entry_is_fresh_in_any_epoch_until_one_of_its_tags_was_ever_stamped()
    {
        var facts = Facts(0, "a") with { Position = new(Guid.Empty, 0) };
        Assert.Equal(Freshness.Fresh, Freshness.ByLedger(facts, _ledger));

        await _ledger.StampAsync(["a"], InvalidationKind.Revalidate, Token);

        Assert.Equal(FreshnessState.Stale, Freshness.ByLedger(facts, _ledger).State);
    }

    [Fact]
    public void A_built_entry_starts_stale_where_no_ledger_lasts()
    {
        var facts = Facts(0) with { Position = new(Guid.Empty, 0) };

        Assert.Equal(new(FreshnessState.Stale, FreshnessReason.Epoch), Freshness.ByLedger(facts, new MemoryTagLedger(10)));
    }

    [Theory]
    [InlineData(5, 0, 4, FreshnessState.Stale)]
    [InlineData(5, 0, 5, FreshnessState.Fresh)]
    [InlineData(0, 5, 4, FreshnessState.Expired)]
    [InlineData(0, 5, 5, FreshnessState.Fresh)]
    public void Below_the_floor_nothing_is_fresh(long staleFrom, long expiredFrom, long number, object state)
    {
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

    private EntryFacts Facts(long number, params CacheTag[] tags) =>
        Entries.Entry(position: new(_ledger.Position.Epoch, number), tags: tags).Facts;
}
