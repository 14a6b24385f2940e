using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Guard;
using Perennial.Caching.Memory;

namespace Perennial.Tests.Caching;

/// <summary>The writes of one key, whatever the timing: one at a time, and what was shown last is what near and far hold in the end.</summary>
public sealed class WriteOrderTests
{
    private static readonly EntryKey[] Keys = [Entries.Key("one"), Entries.Key("two")];

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLedger _ledger = new();
    private readonly CacheOptions _options = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    public static TheoryData<int> FewSeeds => [.. Enumerable.Range(1, 10)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Two_writes_of_one_key_never_overlap_and_the_last_one_stands_in_every_store(int seed)
    {
        var (near, far, random) = (new RecordingStore(seed), new RecordingStore(seed + 1), new Random(seed));
        var memory = new EntryMemory(_options, _time);
        var isGuarded = random.Next(2) is 0;
        await using var keeper = Keeper(memory, isGuarded ? new(Guarded(near), Guarded(far)) : new(near, far));
        for (var i = 1; i <= 100; i++)
        {
            await KeepAsync(keeper, Keys[random.Next(2)], $"{i}", random.Next(4) is 0 ? RenderReason.Refresh : RenderReason.Miss);
        }

        await Eventually.IsTrueAsync(() => keeper.Queued is 0);

        Assert.Equal((0, 0), (near.Overlaps, far.Overlaps));
        Assert.All(Keys, key => Assert.Equal(
            (memory.Peek(key)!.Current!.Entry.Text(), memory.Peek(key)!.Current!.Entry.Text()),
            (near.Find(key)!.Text(), far.Find(key)!.Text())));
    }

    [Theory, MemberData(nameof(FewSeeds))]
    public async Task A_write_that_was_given_up_holds_its_key_until_the_store_lets_go_of_it(int seed)
    {
        var (near, far, random) = (new RecordingStore(seed) { HangsOneOf = 8 }, new RecordingStore(seed + 1) { HangsOneOf = 8 }, new Random(seed));
        await using var keeper = Keeper(new(_options, _time), new(Guarded(near), Guarded(far)));
        for (var i = 1; i <= 60; i++)
        {
            var kept = KeepAsync(keeper, Keys[random.Next(2)], $"{i}", random.Next(4) is 0 ? RenderReason.Refresh : RenderReason.Miss);
            if (random.Next(6) is 0)
            {
                near.Release();
                far.Release();
            }

            await PassTimeAsync(() => kept.IsCompleted);
            await kept;
        }

        (near.HangsOneOf, far.HangsOneOf) = (0, 0);
        await PassTimeAsync(() =>
        {
            near.Release();
            far.Release();
            return keeper.Queued is 0;
        });

        Assert.Equal((0, 0), (near.Overlaps, far.Overlaps));
        Assert.True(near.Writes + far.Writes > 20, $"{near.Writes} and {far.Writes} writes");
    }

    [Fact]
    public async Task A_page_that_goes_away_while_it_is_written_goes_from_what_the_servers_share_as_well()
    {
        var (gate, far) = (ScriptedStore.Signal(), new DictionaryStore());
        var memory = new EntryMemory(_options, _time);
        await using var keeper = Keeper(memory, new(new ScriptedStore { OnSet = () => gate.Task }, far));

        await KeepAsync(keeper, Keys[0], "1", RenderReason.Miss);
        await Eventually.IsTrueAsync(() => far.Count is 1);
        await KeepAsync(keeper, Keys[0], "gone", RenderReason.Miss, isNegative: true);
        gate.SetResult();

        await Eventually.IsTrueAsync(() => keeper.Queued is 0);
        Assert.Equal(0, far.Count);
    }

    // Whatever hangs is given up, and whatever waits for that.
    private Task PassTimeAsync(Func<bool> isOver) => Eventually.IsTrueAsync(() =>
    {
        var isTrue = isOver();
        _time.Advance(_options.WriteTimeout / 2);
        return isTrue;
    });

    private async Task KeepAsync(EntryKeeper keeper, EntryKey key, string text, RenderReason reason, bool isNegative = false)
    {
        var position = await _ledger.StampAsync([CacheTag.User(text)], InvalidationKind.Revalidate, default);
        await keeper.KeepAsync(key, Entries.Entry(text, position, isNegative: isNegative), reason, fence: 0, known: null);
    }

    private GuardedStore Guarded(ICacheStore store) => new(store, _options, _time, NullLogger<GuardedStore>.Instance);

    private EntryKeeper Keeper(EntryMemory memory, EntryStores stores) =>
        new(memory, new(stores, _ledger, _time, NullLogger.Instance), _options, _time, NullLogger.Instance);
}
