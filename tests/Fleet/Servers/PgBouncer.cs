using System.Globalization;
using Npgsql;

namespace Perennial.Fleet.Servers;

/// <summary>A real pgbouncer in front of a server.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-pgbouncer-").FullName;
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _process;

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Timeout=5";

    public static async Task<PgBouncer> StartAsync(PostgresServer server, string poolMode)
    {
        var pool = new PgBouncer();
        var settings = Path.Join(pool._folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            postgres = host=127.0.0.1 port={server.Port} user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {pool._port}
            unix_socket_dir =
            auth_type = any
            pool_mode = {poolMode}
            ignore_startup_parameters = extra_float_digits
            """));
        if (Environment.UserName is "root")
        {
            await ServerProcess.RunAsync(["chown", "-R", "postgres", pool._folder]);
        }

        pool._process = new(["/usr/sbin/pgbouncer", settings], "postgres");
        await Eventually.IsTrueAsync(async () =>
        {
            Assert.False(pool._process.HasExited, pool._process.Output);
            try
            {
                await using var connection = new NpgsqlConnection(pool.ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
        return pool;
    }

    public async ValueTask DisposeAsync()
    {
        await _process!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
