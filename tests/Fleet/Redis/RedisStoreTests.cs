using System.Text;
using Perennial.Caching;
using Perennial.Fleet.Servers;
using Perennial.Redis;
using StackExchange.Redis;

namespace Perennial.Fleet.Redis;

public sealed class RedisStoreTests(FleetServers servers) : IAsyncDisposable
{
    private readonly string _prefix = RedisServer.NewPrefix();
    private readonly List<IAsyncDisposable> _open = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static EntryKey X => Entries.Key("x");

    public async ValueTask DisposeAsync()
    {
        foreach (var each in _open)
        {
            await each.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_fence_of_an_entry_outlives_its_removal()
    {
        var store = await OpenAsync();
        var kept = Assert.IsType<PutResult.Kept>(await store.PutAsync(X, Entries.Of(2), PutCondition.IfAbsent with { Fence = 8 }, Stop));
        await store.RemoveAsync(X, CacheKind.Component, PutCondition.IfVersion(kept.Version), Stop);

        Assert.Null(await store.GetAsync(X, CacheKind.Component, Stop));
        var late = await store.PutAsync(X, Entries.Of(1), PutCondition.IfAbsent with { Fence = 7 }, Stop);
        Assert.Null(Assert.IsType<PutResult.Superseded>(late).Current);
        Assert.IsType<PutResult.Kept>(await store.PutAsync(X, Entries.Of(3), PutCondition.IfAbsent with { Fence = 9 }, Stop));
    }

    [Fact]
    public async Task A_write_without_a_fence_leaves_the_one_that_was_there()
    {
        var store = await OpenAsync();
        await store.PutAsync(X, Entries.Of(1), PutCondition.IfAbsent with { Fence = 8 }, Stop);
        await store.PutAsync(X, Entries.Of(2), PutCondition.Always, Stop);

        Assert.IsType<PutResult.Superseded>(await store.PutAsync(X, Entries.Of(1), PutCondition.Always with { Fence = 7 }, Stop));
    }

    [Fact]
    public async Task A_removed_entry_without_a_fence_leaves_nothing_behind()
    {
        var store = await OpenAsync();
        await store.PutAsync(X, Entries.Of(1), PutCondition.IfAbsent, Stop);
        await store.RemoveAsync(X, CacheKind.Component, PutCondition.Always, Stop);

        Assert.False(await (await DatabaseAsync()).KeyExistsAsync(Name));
    }

    [Fact]
    public async Task Every_entry_has_a_time_to_live_that_begins_anew_when_it_is_read_late()
    {
        var store = await OpenAsync(static options => options.EntryTimeToLive = TimeSpan.FromHours(1));
        var database = await DatabaseAsync();
        await store.PutAsync(X, Entries.Of(1), PutCondition.IfAbsent, Stop);
        await store.GetAsync(X, CacheKind.Component, Stop);
        Assert.InRange((await database.KeyTimeToLiveAsync(Name))!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));

        await database.KeyExpireAsync(Name, TimeSpan.FromMinutes(50));
        await store.GetAsync(X, CacheKind.Component, Stop);
        Assert.True(await database.KeyTimeToLiveAsync(Name) <= TimeSpan.FromMinutes(50), "A time to live that is new enough is not written.");

        await database.KeyExpireAsync(Name, TimeSpan.FromMinutes(40));
        await store.GetAsync(X, CacheKind.Component, Stop);
        await Eventually.IsTrueAsync(async () => await database.KeyTimeToLiveAsync(Name) > TimeSpan.FromMinutes(59));
    }

    [Fact]
    public async Task An_entry_that_is_too_large_is_not_kept_and_nothing_older_stays_in_its_place()
    {
        var store = await OpenAsync(static options => options.MaxEntryBytes = 5000);
        var first = Assert.IsType<PutResult.Kept>(await store.PutAsync(X, Entries.Of(1), PutCondition.IfAbsent, Stop));

        Assert.IsType<PutResult.NotKept>(await store.PutAsync(X, Entries.Of(2, size: 4990), PutCondition.IfVersion(first.Version), Stop));
        Assert.Null(await store.GetAsync(X, CacheKind.Component, Stop));
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("PRNL, and then not what it says")]
    public async Task What_cannot_be_read_is_a_miss_and_gives_its_place_to_the_next_entry(string junk)
    {
        var store = await OpenAsync();
        await (await DatabaseAsync()).HashSetAsync(Name, [new("v", "1"), new("b", Encoding.UTF8.GetBytes(junk))]);

        Assert.Null(await store.GetAsync(X, CacheKind.Component, Stop));
        Assert.IsType<PutResult.Kept>(await store.PutAsync(X, Entries.Of(2), PutCondition.IfAbsent, Stop));
        Assert.Equal(2, (await store.GetAsync(X, CacheKind.Component, Stop))!.Entry.Facts.Position.Number);
    }

    [Fact]
    public async Task One_flipped_bit_is_a_miss()
    {
        var store = await OpenAsync();
        await store.PutAsync(X, Entries.Of(1), PutCondition.IfAbsent, Stop);
        var database = await DatabaseAsync();
        var bytes = (byte[])(await database.HashGetAsync(Name, "b"))!;
        bytes[^1] ^= 1;
        await database.HashSetAsync(Name, "b", bytes);

        Assert.Null(await store.GetAsync(X, CacheKind.Component, Stop));
    }

    [Fact]
    public async Task Two_sites_in_one_Redis_share_nothing()
    {
        var (one, two) = (new RedisSite(_prefix), new RedisSite(_prefix + "2"));
        _open.AddRange(one, two);
        var connection = (await servers.RedisAsync()).ConnectionString;
        var (first, second) = (await one.OpenAsync(connection), await two.OpenAsync(connection));
        await first.Store!.PutAsync(X, Entries.Of(1), PutCondition.IfAbsent, Stop);
        await first.Ledger!.StampAsync([CacheTag.User("a")], InvalidationKind.Expire, Stop);
        await using var lease = await first.Lease!.TryAcquireAsync(X, first.Ledger!.Position, TimeSpan.FromMinutes(1), Stop);

        Assert.Null(await second.Store!.GetAsync(X, CacheKind.Component, Stop));
        await second.Ledger!.CatchUpAsync(second.Ledger.Position, Stop);
        Assert.Equal(0, second.Ledger!.Position.Number);
        Assert.NotEqual(first.Ledger!.Position.Epoch, second.Ledger!.Position.Epoch);
        await using var other = await second.Lease!.TryAcquireAsync(X, second.Ledger!.Position, TimeSpan.FromMinutes(1), Stop);
        Assert.NotNull(other);
    }

    [Fact]
    public async Task Everything_of_a_site_lies_in_one_slot_of_a_cluster()
    {
        var site = new RedisSite(_prefix);
        _open.Add(site);
        var server = await site.OpenAsync((await servers.RedisAsync()).ConnectionString);
        await server.Store!.PutAsync(X, Entries.Of(1), PutCondition.IfAbsent, Stop);
        await server.Ledger!.StampAsync([CacheTag.User("a")], InvalidationKind.Expire, Stop);
        await using var lease = await server.Lease!.TryAcquireAsync(X, server.Ledger!.Position, TimeSpan.FromMinutes(1), Stop);

        var keys = (string[])(await (await servers.RedisAsync()).ExecuteAsync("KEYS", $"*{_prefix}*"))!;
        Assert.Equal(5, keys.Length);
        Assert.All(keys, key => Assert.StartsWith($"{{{_prefix}}}:", key, StringComparison.Ordinal));
    }

    private RedisKey Name => $"{{{_prefix}}}:entry:{X.Hash}";

    private async Task<ICacheStore> OpenAsync(Action<RedisOptions>? configure = null)
    {
        var site = new RedisSite(_prefix, configure);
        _open.Add(site);
        return (await site.OpenAsync((await servers.RedisAsync()).ConnectionString)).Store!;
    }

    private async Task<IDatabase> DatabaseAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString);
        _open.Add(connection);
        return connection.GetDatabase();
    }
}
