using Perennial.Caching;
using Perennial.Fleet.Servers;

namespace Perennial.Fleet.Postgres;

/// <summary>What a server of PostgreSQL goes through, and what becomes of invalidations.</summary>
public sealed class PostgresLedgerTests(FleetServers servers)
{
    private static readonly CacheTag A = CacheTag.User("a");
    private static readonly CacheTag B = CacheTag.User("b");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_whose_connections_are_ended_misses_nothing_and_hears_again()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, two) = (await fleet.AddAsync(), await fleet.AddAsync(configure: static options => options.PollInterval = TimeSpan.FromMinutes(4)));
        await two.ListensAsync();
        two.Network.Cut();
        var missed = await one.Ledger.StampAsync([A], InvalidationKind.Expire, Token);
        two.Network.Heal();

        // Its next poll is minutes away: who connects again reads.
        await Eventually.IsTrueAsync(() => two.Ledger[A].ExpiredFrom == missed.Number);
        var next = await one.Ledger.StampAsync([B], InvalidationKind.Expire, Token);

        await Eventually.IsTrueAsync(() => two.Ledger[B].ExpiredFrom == next.Number);
    }

    [Fact]
    public async Task Backends_that_an_operator_ends_are_replaced()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, two) = (await fleet.AddAsync(), await fleet.AddAsync());
        await two.ListensAsync();
        await fleet.Server.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'Perennial'");

        var position = await one.Ledger.StampAsync([A], InvalidationKind.Expire, Token);

        await Eventually.IsTrueAsync(() => two.Ledger[A].ExpiredFrom == position.Number);
    }

    [Fact]
    public async Task While_the_database_is_down_nothing_is_acknowledged_and_after_a_crash_everything_is_as_it_was()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var fleet = new PostgresFleet(server);
        var (one, two) = (await fleet.AddAsync(), await fleet.AddAsync());
        var before = await one.Ledger.StampAsync([A], InvalidationKind.Expire, Token);
        Assert.True(one.Ledger.Status.IsDurable);
        await server.StopAsync("QUIT");

        var error = await Assert.ThrowsAsync<PerennialException>(async () => await one.Ledger.StampAsync([B], InvalidationKind.Expire, Token));
        Assert.Contains(error.Code, (string[])["PER2110", "PER2112"]);
        await Eventually.IsTrueAsync(() => two.Ledger.Status.TrustedUntil < TimeProvider.System.GetTimestamp());
        await server.StartAgainAsync();

        var position = await one.Ledger.StampAsync([B], InvalidationKind.Revalidate, Token);
        Assert.Equal(before.Epoch, position.Epoch);
        Assert.Equal(before.Number + 1, position.Number);
        await Eventually.IsTrueAsync(() => two.Ledger.Position == position && two.Ledger.Status.TrustedUntil > TimeProvider.System.GetTimestamp());
        Assert.Equal(before.Number, two.Ledger[A].ExpiredFrom);
    }

    [Fact]
    public async Task A_server_starts_without_its_database_and_makes_the_tables_when_it_comes()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.StopAsync();
        await using var fleet = new PostgresFleet(server);
        var node = await fleet.AddAsync();
        Assert.True(node.Ledger.Status.TrustedUntil <= TimeProvider.System.GetTimestamp());
        await server.StartAgainAsync();

        await Eventually.IsTrueAsync(() => node.Ledger.Status.IsDurable);
        Assert.Equal(1, (await node.Ledger.StampAsync([A], InvalidationKind.Expire, Token)).Number);
    }

    [Fact]
    public async Task A_replica_that_was_promoted_is_another_history_and_keeps_the_expiries()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var fleet = new PostgresFleet(server);
        var node = await fleet.AddAsync();
        var before = await node.Ledger.StampAsync([A], InvalidationKind.Expire, Token);
        await server.StopAsync();
        await server.StartPromotedAsync();

        await Eventually.IsTrueAsync(() => node.Ledger.Position.Epoch != before.Epoch);
        Assert.True(node.Ledger[A].ExpiredFrom >= before.Number);
        var next = await node.Ledger.StampAsync([B], InvalidationKind.Expire, Token);
        Assert.True(next.Number > before.Number);
        Assert.Equal(node.Ledger.Position, (await fleet.AddAsync()).Ledger.Position);
    }

    [Fact]
    public async Task An_older_copy_that_was_put_back_begins_an_epoch_and_what_it_lacks_is_said_again()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var fleet = new PostgresFleet(server);
        var node = await fleet.AddAsync();
        await node.Ledger.StampAsync([A], InvalidationKind.Expire, Token);
        await server.StopAsync();
        await server.BackUpAsync();
        await server.StartAgainAsync();
        var lost = await node.Ledger.StampAsync([B], InvalidationKind.Expire, Token);
        await server.StopAsync();
        await server.PutBackAsync();
        await server.StartAgainAsync();

        await Eventually.IsTrueAsync(() => node.Ledger.Position.Epoch != lost.Epoch && node.Ledger.Position.Number > lost.Number);
        var late = await fleet.AddAsync();
        await Eventually.IsTrueAsync(() => late.Ledger[B].ExpiredFrom > lost.Number);
        Assert.True(late.Ledger[A].ExpiredFrom > 0);
    }

    [Fact]
    public async Task A_server_that_does_not_wait_for_its_disk_is_not_durable()
    {
        await using var server = await PostgresServer.StartAsync("fsync=off");
        await using var fleet = new PostgresFleet(server);

        Assert.False((await fleet.AddAsync()).Ledger.Status.IsDurable);
    }

    [Fact]
    public async Task Two_sites_in_one_schema_know_nothing_of_each_other()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, other) = (await fleet.AddAsync(), await fleet.AddAsync(configure: static options => options.Site = "other"));
        var key = new EntryKeyBuilder().Add("x").Build();
        await one.Ledger.StampAsync([A], InvalidationKind.Expire, Token);
        await one.Store.PutAsync(key, Entries.Of(1), PutCondition.IfAbsent, Token);

        await other.Ledger.CatchUpAsync(other.Ledger.Position, Token);

        Assert.Equal(0, other.Ledger.Position.Number);
        Assert.NotEqual(one.Ledger.Position.Epoch, other.Ledger.Position.Epoch);
        Assert.Null(await other.Store.GetAsync(key, CacheKind.Component, Token));
    }

    [Fact]
    public async Task Tables_that_somebody_emptied_are_another_history()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var node = await fleet.AddAsync();
        var before = await node.Ledger.StampAsync([A], InvalidationKind.Expire, Token);
        await fleet.Server.ExecuteAsync($"truncate {fleet.Schema}.head, {fleet.Schema}.stamp");

        await Eventually.IsTrueAsync(() => node.Ledger.Position.Epoch != before.Epoch);
        await Eventually.IsTrueAsync(async () => (await fleet.AddAsync()).Ledger[A].ExpiredFrom > 0);
    }

    [Fact]
    public async Task Tables_that_somebody_dropped_are_made_again()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var node = await fleet.AddAsync();
        var before = await node.Ledger.StampAsync([A], InvalidationKind.Expire, Token);
        await fleet.Server.ExecuteAsync($"drop schema {fleet.Schema} cascade");

        await Eventually.IsTrueAsync(() => node.Ledger.Position.Epoch != before.Epoch);
        Assert.True((await node.Ledger.StampAsync([B], InvalidationKind.Expire, Token)).Number > before.Number);
    }

    [Fact]
    public async Task A_database_that_hangs_is_one_that_cannot_be_reached_and_comes_back()
    {
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, two) = (await fleet.AddAsync(), await fleet.AddAsync());
        two.Network.Hang();
        var missed = await one.Ledger.StampAsync([A], InvalidationKind.Expire, Token);

        await Assert.ThrowsAsync<PerennialException>(async () => await two.Ledger.CatchUpAsync(missed, Token));
        var error = await Assert.ThrowsAsync<PerennialException>(async () => await two.Ledger.StampAsync([B], InvalidationKind.Expire, Token));
        Assert.Equal("PER2112", error.Code);
        two.Network.Heal();

        await Eventually.IsTrueAsync(() => two.Ledger[A].ExpiredFrom == missed.Number);
    }

    [Fact]
    public async Task A_network_that_breaks_again_and_again_loses_no_invalidation_that_was_acknowledged()
    {
        const int Seed = 7;
        await using var fleet = new PostgresFleet(await servers.PostgresAsync());
        var (one, two) = (await fleet.AddAsync(), await fleet.AddAsync());
        var random = new Random(Seed);
        one.Network.Slow(TimeSpan.FromMilliseconds(5));
        var acknowledged = new List<(CacheTag Tag, long Number)>();
        for (var i = 0; i < 60; i++)
        {
            var tag = CacheTag.User($"t{i}");
            var stamping = one.Ledger.StampAsync([tag], InvalidationKind.Expire, Token).AsTask();
            if (random.Next(4) is 0)
            {
                one.Network.Reset();
            }

            acknowledged.Add((tag, (await stamping).Number));
        }

        await two.Ledger.CatchUpAsync(one.Ledger.Position, Token);
        Assert.All(acknowledged, each => Assert.InRange(two.Ledger[each.Tag].ExpiredFrom, 1, each.Number));
        Assert.Equal(acknowledged.Count, acknowledged.Select(each => two.Ledger[each.Tag].ExpiredFrom).Distinct().Count());

        // Whatever was tried again was the same invalidation.
        Assert.Equal(60, one.Ledger.Position.Number);
    }
}
