using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Caching.Guard;
using Perennial.Caching.Ledger;

namespace Perennial.Tests.Caching;

public sealed class StoreTiersTests
{
    private static readonly EntryKey Key = Entries.Key("page");

    private readonly FakeLedger _ledger = new();
    private readonly DictionaryStore _near = new();
    private readonly DictionaryStore _far = new();

    [Theory]
    [InlineData("mine", false, false)]
    [InlineData("another", false, true)]
    [InlineData(null, false, true)]
    [InlineData("another", true, true)]
    [InlineData("mine", true, false)]
    public async Task An_entry_of_other_code_is_watched_by_no_ledger_also_where_its_content_is_in_the_image(
        string? code, bool isInImage, bool isOther)
    {
        foreach (var store in new[] { _near, _far })
        {
            var entry = Entries.Entry("kept", isInImage ? LedgerPosition.InImage : _ledger.Position);
            await store.PutAsync(Key, entry with { Facts = entry.Facts with { Code = code } }, PutCondition.Always, default);

            var found = await Tiers(new("mine", "build")).FindAsync(Key, CacheKind.Component, default);

            Assert.Equal(isOther ? FreshnessState.Stale : FreshnessState.Fresh, Freshness.ByLedger(found!.Entry.Facts, _ledger).State);
            Assert.Equal("kept", found.Entry.Text());
            await store.RemoveAsync(Key, CacheKind.Component, PutCondition.Always, default);
        }
    }

    [Fact]
    public async Task Where_nobody_knows_the_code_everything_counts_as_of_the_same()
    {
        await _near.PutAsync(Key, Entries.Entry("kept", _ledger.Position), PutCondition.Always, default);

        var found = await Tiers(new(null, null)).FindAsync(Key, CacheKind.Component, default);

        Assert.Equal(_ledger.Position, found!.Entry.Facts.Position);
    }

    [Theory]
    [InlineData(3, 2, "near")]
    [InlineData(2, 3, "far")]
    [InlineData(2, 2, "far")]
    public async Task Of_two_stale_entries_the_one_with_the_greater_number_is_shown(int near, int far, string shown)
    {
        for (var number = 1; number < 6; number++)
        {
            await _ledger.StampAsync([CacheTag.All], InvalidationKind.Revalidate, default);
        }

        await _near.PutAsync(Key, Entries.Entry("near", _ledger.Position with { Number = near }), PutCondition.Always, default);
        await _far.PutAsync(Key, Entries.Entry("far", _ledger.Position with { Number = far }), PutCondition.Always, default);

        Assert.Equal(shown, (await Tiers(new(null, null)).FindAsync(Key, CacheKind.Component, default))!.Entry.Text());
    }

    [Fact]
    public async Task What_a_fence_refuses_is_kept_all_the_same_where_it_is_the_newer_one()
    {
        await _ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Expire, default);
        var fenced = new FencedStore();
        await fenced.PutAsync(Key, Entries.Entry("older", _ledger.Position with { Number = 0 }), PutCondition.Always with { Fence = 9 }, default);

        var stands = await PutAsync(fenced, Entries.Entry("mine", _ledger.Position), fence: 3);

        Assert.Equal("mine", stands.Entry.Text());
        Assert.Equal("mine", (await fenced.GetAsync(Key, CacheKind.Component, default))!.Entry.Text());
    }

    [Fact]
    public async Task What_a_fence_refuses_after_a_removal_is_kept_in_the_empty_place()
    {
        var fenced = new FencedStore();
        await fenced.PutAsync(Key, Entries.Entry("older", _ledger.Position), PutCondition.Always with { Fence = 9 }, default);
        await fenced.RemoveAsync(Key, CacheKind.Component, PutCondition.Always, default);

        await PutAsync(fenced, Entries.Entry("mine", _ledger.Position), fence: 3);

        Assert.Equal("mine", (await fenced.GetAsync(Key, CacheKind.Component, default))?.Entry.Text());
    }

    [Fact]
    public async Task Who_loses_every_race_with_older_entries_goes_on_showing_his_own()
    {
        await _ledger.StampAsync([CacheTag.User("t")], InvalidationKind.Expire, default);
        var contended = new RefusingStore(Entries.Entry("older", _ledger.Position with { Number = 0 }));

        var stands = await PutAsync(contended, Entries.Entry("mine", _ledger.Position), fence: 0);

        Assert.Equal("mine", stands.Entry.Text());
        Assert.Null(stands.FarVersion);
    }

    private ValueTask<TieredEntry> PutAsync(ICacheStore far, CacheEntry mine, long fence) =>
        new StoreTiers(new(_near, far), _ledger, TimeProvider.System, NullLogger.Instance)
            .PutAsync(Key, new(mine) { Fence = fence }, new WriteHold());

    /// <summary>A store that remembers the greatest fence of a key for ever.</summary>
    private sealed class FencedStore : ICacheStore
    {
        private readonly DictionaryStore _inner = new();
        private long _fence;

        public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
            _inner.GetAsync(key, kind, cancellationToken);

        public async ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
        {
            if (condition.Fence is > 0 && condition.Fence < _fence)
            {
                return new PutResult.Superseded(await GetAsync(key, entry.Facts.Kind, cancellationToken));
            }

            _fence = Math.Max(_fence, condition.Fence);
            return await _inner.PutAsync(key, entry, condition, cancellationToken);
        }

        public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) =>
            _inner.RemoveAsync(key, kind, condition, cancellationToken);
    }

    /// <summary>Somebody is always faster.</summary>
    private sealed class RefusingStore(CacheEntry current) : ICacheStore
    {
        private int _version;

        public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) => new(new StoredEntry(current, $"{_version}"));

        public ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken) =>
            new(new PutResult.Superseded(new(current, $"{++_version}")));

        public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) => default;
    }

    private StoreTiers Tiers(EntryOrigin origin) =>
        new(new(_near, _far) { Origin = origin }, _ledger, TimeProvider.System, NullLogger.Instance);
}
