using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Perennial.Fleet.Servers;

/// <summary>A real PostgreSQL. Cases keep apart by their schema, which is cheaper than a database each.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";

    private static int _schemas;

    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-pg-").FullName;
    private readonly List<string> _settings = [];
    private ServerProcess? _process;

    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>Seconds are short: a test that cuts the server off waits for them.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username={User};Database=postgres;Timeout=5";

    private static string Programs => Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/";

    private string Data => Path.Join(_folder, "data");

    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var server = new PostgresServer();
        server._settings.AddRange(settings);
        if (Environment.UserName is "root")
        {
            await ServerProcess.RunAsync(["chown", User, server._folder]);
        }

        await ServerProcess.RunAsync([Programs + "initdb", "-D", server.Data, "-U", User, "--auth=trust", "--no-sync", "--locale=C", "-E", "UTF8"], User);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A schema that no other case has.</summary>
    public static string NewSchema() => "case_" + Interlocked.Increment(ref _schemas).ToString(CultureInfo.InvariantCulture);

    /// <summary>Starts it on the data that it left behind.</summary>
    public async Task StartAgainAsync()
    {
        string[] settings = ["listen_addresses=127.0.0.1", "port=" + Port, "unix_socket_directories=" + _folder, "max_connections=200", .. _settings];
        _process = new([Programs + "postgres", "-D", Data, .. settings.SelectMany(static setting => new[] { "-c", setting })], User);
        await Eventually.IsTrueAsync(async () =>
        {
            Assert.False(_process.HasExited, _process.Output);
            try
            {
                await ExecuteAsync("select 1");
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
    }

    /// <summary>Starts it as a replica that is promoted: on the same data, and on another timeline.</summary>
    public async Task StartPromotedAsync()
    {
        await ServerProcess.RunAsync(["touch", Path.Join(Data, "recovery.signal")], User);
        _settings.Add("restore_command=false");
        await StartAgainAsync();

        // It answers before it may write.
        await Eventually.IsTrueAsync(async () => await ReadAsync<bool>("select not pg_is_in_recovery()"));
    }

    /// <summary>Copies what a stopped server left behind.</summary>
    public Task BackUpAsync() => ServerProcess.RunAsync(["cp", "-a", Data, Data + ".backup"]);

    /// <summary>Puts the copy in its place.</summary>
    public async Task PutBackAsync()
    {
        Directory.Delete(Data, recursive: true);
        await ServerProcess.RunAsync(["cp", "-a", Data + ".backup", Data]);
    }

    public async Task<T> ReadAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ends it at once, as INT does, or without a word.</summary>
    public async Task StopAsync(string signal = "INT")
    {
        await _process!.SignalAsync(signal);
        await _process.ExitAsync();
        await _process.DisposeAsync();
    }

    /// <summary>STOP or CONT for the server and all of its connections, as a machine that hangs.</summary>
    public async Task SignalAllAsync(string signal)
    {
        var ids = Directory.GetFiles($"/proc/{_process!.Id}/task/{_process.Id}", "children").SelectMany(static file => File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture), .. ids]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_process is { HasExited: false })
        {
            await StopAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
