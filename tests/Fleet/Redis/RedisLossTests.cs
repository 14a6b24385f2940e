using Perennial.Caching;
using Perennial.Fleet.Servers;

namespace Perennial.Fleet.Redis;

/// <summary>What becomes of invalidations when Redis loses them, or may have.</summary>
public sealed class RedisLossTests : IAsyncDisposable
{
    private static readonly CacheTag A = CacheTag.User("a");
    private static readonly CacheTag B = CacheTag.User("b");

    private readonly RedisSite _site = new("loss");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("everysec")]
    [InlineData("always")]
    public async Task A_Redis_that_was_killed_and_started_again_is_another_epoch_in_which_what_was_expired_is_expired(string sync)
    {
        await using var redis = await RedisServer.StartAsync("--appendonly yes", $"--appendfsync {sync}");
        var server = await _site.OpenAsync(redis.ConnectionString);
        var expired = await server.Ledger!.StampAsync([A], InvalidationKind.Expire, Stop);

        await redis.StopAsync("KILL");
        await redis.StartAgainAsync();

        await Eventually.IsTrueAsync(() => server.Ledger!.Position.Epoch != expired.Epoch);
        Assert.True(server.Ledger![A].ExpiredFrom > 0);
        var late = await _site.OpenAsync(redis.ConnectionString);
        await late.Ledger!.CatchUpAsync(server.Ledger!.Position, Stop);
        Assert.Equal(server.Ledger!.Position.Epoch, late.Ledger!.Position.Epoch);
        Assert.True(late.Ledger![A].ExpiredFrom > 0);
        var next = await late.Ledger!.StampAsync([B], InvalidationKind.Expire, Stop);
        Assert.True(next.Number > expired.Number);
    }

    [Fact]
    public async Task With_every_append_on_the_disk_nothing_that_was_acknowledged_is_lost_by_a_kill()
    {
        await using var redis = await RedisServer.StartAsync("--appendonly yes", "--appendfsync always");
        var server = await _site.OpenAsync(redis.ConnectionString);
        using var killed = new CancellationTokenSource();
        var acknowledged = 0;
        var writing = Task.Run(
            async () =>
            {
                while (!killed.IsCancellationRequested)
                {
                    await server.Ledger!.StampAsync([CacheTag.User($"t{acknowledged}")], InvalidationKind.Expire, killed.Token);
                    acknowledged++;
                }
            },
            Stop);
        await Eventually.IsTrueAsync(() => acknowledged > 200);

        await redis.StopAsync("KILL");
        await killed.CancelAsync();
        await Task.WhenAny(writing);
        await _site.CloseAsync(server);
        await redis.StartAgainAsync();

        // A server that knows nothing of its own.
        var late = await _site.OpenAsync(redis.ConnectionString);
        Assert.All(Enumerable.Range(0, acknowledged), i => Assert.True(late.Ledger![CacheTag.User($"t{i}")].ExpiredFrom > 0, $"{i} of {acknowledged}"));
    }

    [Fact]
    public async Task After_FLUSHALL_another_epoch_begins_above_what_was_told_and_what_a_server_knows_to_be_expired_comes_back()
    {
        await using var redis = await RedisServer.StartAsync();
        var (one, two) = (await _site.OpenAsync(redis.ConnectionString), await _site.OpenAsync(redis.ConnectionString));
        await one.Ledger!.StampAsync([B], InvalidationKind.Expire, Stop);
        var expired = await one.Ledger!.StampAsync([A], InvalidationKind.Expire, Stop);
        await two.Ledger!.CatchUpAsync(expired, Stop);

        await redis.ExecuteAsync("FLUSHALL");

        await Eventually.IsTrueAsync(() => one.Ledger!.Position.Epoch != expired.Epoch && one.Ledger!.Position.Epoch == two.Ledger!.Position.Epoch);
        Assert.True(one.Ledger!.Position.Number >= expired.Number);

        // A server that never heard of it.
        await Eventually.IsTrueAsync(async () =>
        {
            var late = await _site.OpenAsync(redis.ConnectionString);
            return late.Ledger![A].ExpiredFrom > expired.Number && late.Ledger![B].ExpiredFrom > expired.Number;
        });
    }

    [Fact]
    public async Task Without_a_disk_a_restart_is_another_epoch_that_begins_above_what_was_told()
    {
        await using var redis = await RedisServer.StartAsync();
        var server = await _site.OpenAsync(redis.ConnectionString);
        var expired = await server.Ledger!.StampAsync([A], InvalidationKind.Expire, Stop);

        await redis.StopAsync("KILL");
        await redis.StartAgainAsync();

        await Eventually.IsTrueAsync(() => server.Ledger!.Position.Epoch != expired.Epoch);
        Assert.True((await server.Ledger!.StampAsync([B], InvalidationKind.Expire, Stop)).Number > expired.Number);
        Assert.True(server.Ledger![A].ExpiredFrom > 0);
    }

    [Theory]
    [InlineData("--appendonly yes --appendfsync always", true)]
    [InlineData("--appendonly yes --appendfsync everysec", false)]
    [InlineData("--appendonly yes --appendfsync no", false)]
    [InlineData("--appendonly no", false)]
    public async Task An_invalidation_is_called_durable_where_Redis_writes_before_it_answers(string settings, bool isDurable)
    {
        await using var redis = await RedisServer.StartAsync(settings);
        var server = await _site.OpenAsync(redis.ConnectionString);
        Assert.Equal(isDurable, server.Ledger!.Status.IsDurable);
    }

    [Fact]
    public async Task With_replicas_to_wait_for_an_invalidation_is_acknowledged_when_they_have_it_and_unknown_while_they_do_not()
    {
        await using var redis = await RedisServer.StartAsync("--repl-diskless-sync-delay 0");
        await using var site = new RedisSite("replicas", static options => options.WaitForReplicas = 1);
        var server = await site.OpenAsync(redis.ConnectionString);
        Assert.True(server.Ledger!.Status.IsDurable);
        var request = new StampRequest([A], InvalidationKind.Expire);
        var unknown = await Assert.ThrowsAsync<PerennialException>(() => server.Ledger!.StampAsync(request, Stop).AsTask());
        Assert.Equal("PER2112", unknown.Code);

        await using var replica = await RedisServer.StartAsync($"--replicaof 127.0.0.1 {redis.Port}");
        await Eventually.IsTrueAsync(async () => (await replica.ExecuteAsync("INFO", "replication")).ToString().Contains("master_link_status:up", StringComparison.Ordinal));
        await server.Ledger!.StampAsync(request, Stop);
        Assert.Equal(1, server.Ledger![A].ExpiredFrom);
    }
}
