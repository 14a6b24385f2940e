using System.Globalization;
using StackExchange.Redis;

namespace Perennial.Fleet.Servers;

/// <summary>A real Redis. Cases keep apart by their prefix.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static int _prefixes;

    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-redis-").FullName;
    private readonly List<string> _settings = [];
    private ServerProcess? _process;

    public int Port { get; } = ServerProcess.FreePort();

    public string ConnectionString => $"127.0.0.1:{Port},abortConnect=false,connectTimeout=2000";

    /// <param name="settings">Words of its command line, for example <c>--appendonly yes</c>.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var server = new RedisServer();
        server._settings.AddRange(settings);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A prefix that no other case has.</summary>
    public static string NewPrefix() => $"case{Interlocked.Increment(ref _prefixes).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Starts it on what it left behind.</summary>
    public async Task StartAgainAsync()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        _process = new(["redis-server", "--port", port, "--bind", "127.0.0.1", "--dir", _folder, "--save", "", .. _settings.SelectMany(static setting => setting.Split(' '))]);
        await Eventually.IsTrueAsync(async () =>
        {
            Assert.False(_process.HasExited, _process.Output);
            try
            {
                await ExecuteAsync("PING");
                return true;
            }
            catch (RedisException)
            {
                return false;
            }
        });
    }

    public async Task<RedisResult> ExecuteAsync(string command, params object[] arguments)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Port},connectTimeout=2000,allowAdmin=true");
        return await connection.GetDatabase().ExecuteAsync(command, arguments);
    }

    /// <summary>Ends it: TERM in peace, KILL without a word.</summary>
    public async Task StopAsync(string signal = "TERM")
    {
        await _process!.SignalAsync(signal);
        await _process.ExitAsync();
        await _process.DisposeAsync();
    }

    /// <summary>STOP or CONT, as a machine that hangs.</summary>
    public Task SignalAsync(string signal) => _process!.SignalAsync(signal);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await StopAsync("KILL");
        }

        Directory.Delete(_folder, recursive: true);
    }
}
