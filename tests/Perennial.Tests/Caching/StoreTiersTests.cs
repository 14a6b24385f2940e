using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
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

    private StoreTiers Tiers(EntryOrigin origin) =>
        new(new(_near, _far) { Origin = origin }, _ledger, TimeProvider.System, NullLogger.Instance);
}
