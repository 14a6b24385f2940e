using Perennial.Caching;
using Perennial.Fleet.Servers;

namespace Perennial.Fleet.Redis;

/// <summary>A Redis that does not answer, or may not.</summary>
public sealed class RedisOutOfReachTests : IAsyncDisposable
{
    private static readonly CacheTag A = CacheTag.User("a");

    private readonly RedisSite _site = new("reach");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task While_Redis_hangs_nobody_knows_what_became_of_an_invalidation_and_afterwards_it_is_the_same_one()
    {
        await using var redis = await RedisServer.StartAsync();
        var server = await _site.OpenAsync(redis.ConnectionString);
        var request = new StampRequest([A], InvalidationKind.Expire);
        await redis.SignalAsync("STOP");

        var unknown = await Assert.ThrowsAsync<PerennialException>(() => server.Ledger!.StampAsync(request, Stop).AsTask());
        Assert.Equal("PER2112", unknown.Code);
        Assert.False(IsTrusted(server), "What it knows was believed for as long as Redis could not be asked.");

        await redis.SignalAsync("CONT");
        await Eventually.IsTrueAsync(() => IsTrusted(server));
        await server.Ledger!.StampAsync(request, Stop);
        Assert.Equal(1, server.Ledger!.Position.Number);
        Assert.Equal(1, server.Ledger![A].ExpiredFrom);
    }

    [Fact]
    public async Task A_Redis_that_is_away_has_certainly_not_applied_an_invalidation()
    {
        await using var redis = await RedisServer.StartAsync("--appendonly yes");
        var server = await _site.OpenAsync(redis.ConnectionString);
        var before = await server.Ledger!.StampAsync([CacheTag.User("b")], InvalidationKind.Expire, Stop);
        await redis.StopAsync();
        await Eventually.IsTrueAsync(() => !IsTrusted(server));

        var refused = await Assert.ThrowsAsync<PerennialException>(() => server.Ledger!.StampAsync([A], InvalidationKind.Expire, Stop).AsTask());

        Assert.Equal("PER2110", refused.Code);
        await redis.StartAgainAsync();
        await Eventually.IsTrueAsync(() => IsTrusted(server));
        Assert.NotEqual(before.Epoch, server.Ledger!.Position.Epoch);
        Assert.Equal(default, server.Ledger![A]);
    }

    [Fact]
    public async Task A_replica_refuses_invalidations()
    {
        await using var redis = await RedisServer.StartAsync();
        var server = await _site.OpenAsync(redis.ConnectionString);
        await using var other = await RedisServer.StartAsync();
        await redis.ExecuteAsync("REPLICAOF", "127.0.0.1", other.Port);

        var refused = await Assert.ThrowsAsync<PerennialException>(() => server.Ledger!.StampAsync([A], InvalidationKind.Expire, Stop).AsTask());

        Assert.Equal("PER2110", refused.Code);
    }

    [Fact]
    public async Task A_full_memory_refuses_invalidations_and_keeps_no_entries()
    {
        await using var redis = await RedisServer.StartAsync("--maxmemory-policy noeviction");
        var server = await _site.OpenAsync(redis.ConnectionString);
        var key = Entries.Key("x");
        await server.Store!.PutAsync(key, Entries.Of(1), PutCondition.IfAbsent, Stop);
        await redis.ExecuteAsync("CONFIG", "SET", "maxmemory", "1mb");

        Assert.IsType<PutResult.NotKept>(await server.Store.PutAsync(key, Entries.Of(2), PutCondition.Always, Stop));
        Assert.Null(await server.Store.GetAsync(key, CacheKind.Component, Stop));
        var refused = await Assert.ThrowsAsync<PerennialException>(() => server.Ledger!.StampAsync([A], InvalidationKind.Expire, Stop).AsTask());
        Assert.Equal("PER2110", refused.Code);
    }

    [Fact]
    public async Task A_server_that_starts_before_Redis_waits_for_nothing_and_is_there_when_Redis_is()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.StopAsync();

        var server = await _site.OpenAsync(redis.ConnectionString);
        Assert.False(IsTrusted(server));
        await Assert.ThrowsAnyAsync<Exception>(() => server.Store!.GetAsync(Entries.Key("x"), CacheKind.Component, Stop).AsTask());
        await redis.StartAgainAsync();

        await Eventually.IsTrueAsync(() => IsTrusted(server));
        var position = await server.Ledger!.StampAsync([A], InvalidationKind.Expire, Stop);
        var late = await _site.OpenAsync(redis.ConnectionString);
        Assert.Equal(position, late.Ledger!.Position);

        // It listens, too.
        var heard = await late.Ledger!.StampAsync([CacheTag.User("b")], InvalidationKind.Expire, Stop);
        await Eventually.IsTrueAsync(() => server.Ledger!.Position == heard);
    }

    private static bool IsTrusted(StorageParts server) =>
        server.Ledger!.Status.TrustedUntil is not { } until || TimeProvider.System.GetTimestamp() < until;
}
