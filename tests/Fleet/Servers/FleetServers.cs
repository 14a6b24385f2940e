[assembly: AssemblyFixture(typeof(Perennial.Fleet.Servers.FleetServers))]

namespace Perennial.Fleet.Servers;

/// <summary>One server of each kind for the whole run, started when the first case asks for it. Who stops or fills one starts their own.</summary>
public sealed class FleetServers : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _postgres = new(static () => PostgresServer.StartAsync());
    private readonly Lazy<Task<RedisServer>> _redis = new(static () => RedisServer.StartAsync("--appendonly yes", "--appendfsync everysec"));

    public Task<PostgresServer> PostgresAsync() => _postgres.Value;

    public Task<RedisServer> RedisAsync() => _redis.Value;

    public async ValueTask DisposeAsync()
    {
        if (_postgres.IsValueCreated)
        {
            await (await _postgres.Value).DisposeAsync();
        }

        if (_redis.IsValueCreated)
        {
            await (await _redis.Value).DisposeAsync();
        }
    }
}
