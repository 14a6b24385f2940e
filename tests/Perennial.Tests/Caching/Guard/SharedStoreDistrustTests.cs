using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Caching.Guard;

namespace Perennial.Tests.Caching.Guard;

/// <summary>A store that others write, too: after a failed write it may hold something newer than what failed, and one outage must not put it out of use.</summary>
public sealed class SharedStoreDistrustTests
{
    private static readonly Guid Epoch = Guid.NewGuid();

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedStore _store = new();
    private readonly LedgerPosition _now = new(Epoch, 100);
    private readonly GuardedStore _guard;

    public SharedStoreDistrustTests() => _guard = Guard();

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public async Task After_a_failed_write_what_is_older_is_a_miss_and_what_is_not_was_written_by_another(int stands, bool isBelieved)
    {
        await FailAsync(Entries.Key("page"), 5);
        _store.Entries[Entries.Key("page")] = Made(stands);

        Assert.Equal(isBelieved, await _guard.EntryAsync(Entries.Key("page"), CacheKind.Component, default) is not null);
    }

    [Fact]
    public async Task After_a_long_outage_what_others_have_written_since_is_read_without_a_restart()
    {
        for (var i = 0; i <= UnconfirmedWrites.Limit; i++)
        {
            await FailAsync(Entries.Key($"{i}"), 5);
        }

        _store.OnSet = null;
        _time.Advance(StoreCircuitBreaker.LongestPause);
        _store.Entries[Entries.Key("0")] = Made(4);
        _store.Entries[Entries.Key("1")] = Made(6);
        _store.Entries[Entries.Key("never written here")] = Made(6);

        Assert.Null(await _guard.EntryAsync(Entries.Key("0"), CacheKind.Component, default));
        Assert.NotNull(await _guard.EntryAsync(Entries.Key("1"), CacheKind.Component, default));
        Assert.NotNull(await _guard.EntryAsync(Entries.Key("never written here"), CacheKind.Component, default));
    }

    [Fact]
    public async Task What_could_not_be_removed_is_not_read_until_something_newer_stands_there()
    {
        _store.OnRemove = ScriptedStore.Fail;
        await _guard.RemoveAsync(Entries.Key("page"), CacheKind.Component, PutCondition.Always, CancellationToken.None);

        _store.Entries[Entries.Key("page")] = Made(100);
        Assert.Null(await _guard.EntryAsync(Entries.Key("page"), CacheKind.Component, default));
        _store.Entries[Entries.Key("page")] = Made(101);
        Assert.NotNull(await _guard.EntryAsync(Entries.Key("page"), CacheKind.Component, default));
    }

    private static CacheEntry Made(long number) => Entries.Entry($"{number}", new(Epoch, number));

    private GuardedStore Guard() => new(_store, new(), _time, new CollectingLogger<GuardedStore>(), () => _now);

    private async Task FailAsync(EntryKey key, long number)
    {
        _store.OnSet = _store.OnRemove = ScriptedStore.Fail;
        await _guard.PutAsync(key, Made(number), PutCondition.Always, CancellationToken.None);
        _store.OnRemove = null;
    }
}
