using Perennial.Fleet.Servers;

namespace Perennial.Fleet.Postgres;

public sealed class PgBouncerTests(FleetServers servers)
{
    [Fact]
    public async Task Behind_pgbouncer_that_shares_sessions_the_start_ends_with_the_reason()
    {
        var server = await servers.PostgresAsync();
        await using var pool = await PgBouncer.StartAsync(server, "transaction");
        await using var fleet = new PostgresFleet(server);

        var error = await Assert.ThrowsAsync<PerennialException>(() => fleet.AddAsync(configure: options => options.ConnectionString = pool.ConnectionString));

        Assert.Equal("PER7014", error.Code);
        Assert.Contains("pool_mode=session", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_pgbouncer_that_gives_each_client_a_session_everything_is_as_usual()
    {
        var server = await servers.PostgresAsync();
        await using var pool = await PgBouncer.StartAsync(server, "session");
        await using var fleet = new PostgresFleet(server);
        var (one, two) = (await fleet.AddAsync(configure: options => options.ConnectionString = pool.ConnectionString), await fleet.AddAsync());
        await one.ListensAsync();

        var position = await two.Ledger.StampAsync([Caching.CacheTag.User("a")], Caching.InvalidationKind.Expire, TestContext.Current.CancellationToken);

        await Eventually.IsTrueAsync(() => one.Ledger.Position == position);
    }
}
