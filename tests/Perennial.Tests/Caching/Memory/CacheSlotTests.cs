using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;

namespace Perennial.Tests.Caching.Memory;

public sealed class CacheSlotTests
{
    private readonly SteppedTime _time = new();
    private readonly FakeLedger _ledger = new();

    [Fact]
    public void Age_counts_from_when_the_entry_was_made_and_goes_on_by_the_monotonic_clock()
    {
        var slot = Slot(createdAt: _time.GetUtcNow() - TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(5));
        _time.StepWallClock(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromSeconds(15), slot.Age);
    }

    [Fact]
    [Trait("Proves", "F-70")]
    public void An_entry_from_the_future_is_new_not_fresh_for_years()
    {
        var slot = Slot(createdAt: _time.GetUtcNow() + TimeSpan.FromDays(3650), lifetime: Lifetime.Of(60));
        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(FreshnessState.Stale, slot.Judge(_ledger).State);
    }

    [Fact]
    public async Task An_invalidation_is_seen_at_the_next_look()
    {
        var slot = Slot(tags: "a");
        Assert.Equal(FreshnessState.Fresh, slot.Judge(_ledger).State);

        await _ledger.StampAsync(["other"], InvalidationKind.Expire, TestContext.Current.CancellationToken);
        Assert.Equal(FreshnessState.Fresh, slot.Judge(_ledger).State);

        await _ledger.StampAsync(["a"], InvalidationKind.Expire, TestContext.Current.CancellationToken);
        Assert.Equal(FreshnessState.Expired, slot.Judge(_ledger).State);
    }

    [Fact]
    public void Looking_again_allocates_nothing()
    {
        var slot = Slot(lifetime: Lifetime.Of(60), tags: ["a", "b", "c"]);
        slot.Judge(_ledger);
        var before = GC.GetAllocatedBytesForCurrentThread();

        slot.Judge(_ledger);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private CacheSlot Slot(DateTimeOffset? createdAt = null, Lifetime lifetime = default, params CacheTag[] tags) => new(
        Entries.Key("k"),
        Entries.Entry(position: _ledger.Position, createdAt: createdAt ?? _time.GetUtcNow(), lifetime: lifetime, tags: tags),
        _time);
}
