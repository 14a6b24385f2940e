using System.Globalization;
using Perennial.Fleet.Servers;

namespace Perennial.Fleet.Histories;

/// <summary>A database that a fleet shares, each server of it over a line of its own that can be disturbed.</summary>
public abstract class FleetStorage(int nodes, int port) : IAsyncDisposable
{
    /// <summary>The line of each server.</summary>
    public IReadOnlyList<TcpFaultProxy> Lines { get; } = [.. Enumerable.Range(0, nodes).Select(i => new TcpFaultProxy(port, seed: i))];

    /// <summary>What a server of the fleet is started with.</summary>
    public abstract IReadOnlyList<string> SettingsOf(int node);

    /// <summary>Ends the database without a word, and starts it again on what is on its disk.</summary>
    public abstract Task CrashAsync();

    /// <summary>STOP or CONT: it hangs, or goes on.</summary>
    public abstract Task SignalAsync(string signal);

    /// <summary>Everything in it is gone.</summary>
    public abstract Task EmptyAsync();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var line in Lines)
        {
            await line.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    public static async Task<FleetStorage> StartAsync(string kind, int nodes) => kind is "postgres"
        ? new InPostgres(await PostgresServer.StartAsync(), nodes)
        : new InRedis(await RedisServer.StartAsync("--appendonly yes", "--appendfsync always"), nodes);

    protected string PortOf(int node) => Lines[node].Port.ToString(CultureInfo.InvariantCulture);

    private sealed class InPostgres(PostgresServer server, int nodes) : FleetStorage(nodes, server.Port)
    {
        public override IReadOnlyList<string> SettingsOf(int node) =>
            ["--Storage", "postgres", "--ConnectionStrings:perennial", $"Host=127.0.0.1;Port={PortOf(node)};Username=postgres;Database=postgres;Timeout=2"];

        public override async Task CrashAsync()
        {
            await server.StopAsync("QUIT");
            await server.StartAgainAsync();
        }

        public override Task SignalAsync(string signal) => server.SignalAllAsync(signal);

        public override Task EmptyAsync() => server.ExecuteAsync(
            "do $$ declare t text; begin for t in select tablename from pg_tables where schemaname = 'perennial' and tablename not like '%version%' loop "
            + "execute 'truncate perennial.' || quote_ident(t); end loop; end $$");

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await server.DisposeAsync();
        }
    }

    private sealed class InRedis(RedisServer server, int nodes) : FleetStorage(nodes, server.Port)
    {
        public override IReadOnlyList<string> SettingsOf(int node) =>
            ["--Storage", "redis", "--ConnectionStrings:perennial", $"127.0.0.1:{PortOf(node)},abortConnect=false,connectTimeout=1000"];

        public override async Task CrashAsync()
        {
            await server.StopAsync("KILL");
            await server.StartAgainAsync();
        }

        public override Task SignalAsync(string signal) => server.SignalAsync(signal);

        public override Task EmptyAsync() => server.ExecuteAsync("FLUSHALL");

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
