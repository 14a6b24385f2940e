using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Caching;
using Perennial.Fleet.Servers;
using Perennial.Redis;
using StackExchange.Redis;

namespace Perennial.Fleet.Redis;

public sealed class RedisLeaseTests(FleetServers servers) : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly string _prefix = RedisServer.NewPrefix();
    private RedisSite? _opened;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static EntryKey X => Entries.Key("x");

    private RedisSite Site => _opened ??= new(_prefix);

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    [Fact]
    public async Task A_holder_that_renders_for_longer_than_its_key_lives_keeps_the_lease()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var since = TimeProvider.System.GetTimestamp();
        await using var lease = await one.Lease!.TryAcquireAsync(X, one.Ledger!.Position, Long, Stop);

        await Eventually.IsTrueAsync(async () =>
        {
            Assert.Null(await two.Lease!.TryAcquireAsync(X, two.Ledger!.Position, Long, Stop));
            return TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(3);
        });
        Assert.False(lease!.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_holder_whose_key_is_gone_learns_that_it_has_lost_the_lease_and_cannot_give_away_another_s()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        await using var database = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString);
        await using var lease = await one.Lease!.TryAcquireAsync(X, one.Ledger!.Position, Long, Stop);

        await database.GetDatabase().KeyDeleteAsync(new RedisKeys(_prefix).Lease(X));
        await using var next = await two.Lease!.TryAcquireAsync(X, two.Ledger!.Position, Long, Stop);
        await Eventually.IsTrueAsync(() => lease!.Lost.IsCancellationRequested);

        Assert.True(next!.Fence > lease!.Fence);
        await lease.CompleteAsync(RenderResult.Kept);
        Assert.Null(await one.Lease!.TryAcquireAsync(X, one.Ledger!.Position, Long, Stop));
    }

    [Fact]
    public async Task A_holder_that_is_cut_off_knows_that_it_has_lost_the_lease_while_its_key_still_lives()
    {
        var time = new FakeTimeProvider();
        await using var wire = new CuttingProxy((await servers.RedisAsync()).Port);
        await using var connection = await RedisConnection.OpenAsync(new() { ConnectionString = wire.ConnectionString, Prefix = RedisServer.NewPrefix() }, apps: null);
        var lease = await new RedisLease(connection, time, NullLogger.Instance).TryAcquireAsync(X, new(Guid.NewGuid(), 0), Long, Stop);
        wire.Cut();

        time.Advance(TimeSpan.FromMilliseconds(700));
        Assert.False(lease!.Lost.IsCancellationRequested);
        time.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.IsTrueAsync(() =>
        {
            time.Advance(TimeSpan.Zero);
            return lease.Lost.IsCancellationRequested;
        });
    }

    [Fact]
    public async Task A_word_that_was_missed_is_found_for_a_moment_and_not_after_the_next_holder()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var lease = await one.Lease!.TryAcquireAsync(X, one.Ledger!.Position, Long, Stop);
        await lease!.CompleteAsync(RenderResult.NotKept);

        Assert.Equal(RenderResult.NotKept, await two.Lease!.WaitAsync(X, Stop));
        await (await two.Lease!.TryAcquireAsync(X, two.Ledger!.Position, Long, Stop))!.DisposeAsync();
        Assert.Null(await one.Lease!.WaitAsync(X, Stop));
    }

    [Fact]
    public async Task What_an_earlier_holder_said_and_is_heard_late_is_not_taken_for_the_word_of_this_one()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        await using var database = await ConnectionMultiplexer.ConnectAsync((await servers.RedisAsync()).ConnectionString);
        var lease = await one.Lease!.TryAcquireAsync(X, one.Ledger!.Position, Long, Stop);
        var waiting = two.Lease!.WaitAsync(X, Stop).AsTask();
        var channel = RedisChannel.Literal($"{{{_prefix}}}:results");
        await Eventually.IsTrueAsync(async () => await database.GetSubscriber().PublishAsync(channel, $"{X.Hash} another 1") > 0);

        await lease!.CompleteAsync(RenderResult.Failed);

        Assert.Equal(RenderResult.Failed, await waiting);
    }

    [Fact]
    public async Task All_who_wait_on_one_server_learn_it()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var lease = await one.Lease!.TryAcquireAsync(X, one.Ledger!.Position, Long, Stop);
        var waiting = Enumerable.Range(0, 20).Select(_ => two.Lease!.WaitAsync(X, Stop).AsTask()).ToList();

        await lease!.CompleteAsync(RenderResult.Failed);

        Assert.All(await Task.WhenAll(waiting), static result => Assert.Equal(RenderResult.Failed, result));
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_let_go()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        await using var lease = await one.Lease!.TryAcquireAsync(X, one.Ledger!.Position, Long, Stop);
        using var patience = new CancellationTokenSource();
        var waiting = two.Lease!.WaitAsync(X, patience.Token).AsTask();

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private async Task<StorageParts> OpenAsync() => await Site.OpenAsync((await servers.RedisAsync()).ConnectionString);
}
