namespace Perennial.Fleet.Servers;

public sealed class ServersTests(FleetServers servers)
{
    [Fact]
    public async Task A_real_PostgreSQL_answers() => await (await servers.PostgresAsync()).ExecuteAsync("create schema " + PostgresServer.NewSchema());

    [Fact]
    public async Task A_real_Redis_answers() => Assert.Equal("PONG", (await (await servers.RedisAsync()).ExecuteAsync("PING")).ToString());
}
