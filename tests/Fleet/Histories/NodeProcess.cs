using System.Globalization;
using Perennial.Fleet.Servers;

namespace Perennial.Fleet.Histories;

/// <summary>One server of the fleet, as a process of its own with a cache folder of its own.</summary>
public sealed class NodeProcess(string name, IReadOnlyList<string> settings) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-node-").FullName;
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _process;

    public string Name => name;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public int Id => _process!.Id;

    public string Output => _process?.Output ?? "";

    /// <summary>More of its environment, for example the library that moves its clock.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public async Task StartAsync(HttpClient http)
    {
        string[] command =
        [
            .. Environment.Count is 0 ? [] : Environment.Select(static pair => $"{pair.Key}={pair.Value}").Prepend("env"),
            "dotnet", Dll(), "--urls", Address.ToString(), "--Name", name, "--Perennial:Cache:Directory", Path.Join(_folder, "cache"), .. settings,
        ];
        _process = new(command);
        await Eventually.IsTrueAsync(async () =>
        {
            Assert.False(_process.HasExited, _process.Output);
            try
            {
                using var response = await http.GetAsync(new Uri(Address, "/page/start"));
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <summary>TERM, KILL, STOP or CONT.</summary>
    public Task SignalAsync(string signal) => _process!.SignalAsync(signal);

    public async Task KillAsync()
    {
        await SignalAsync("KILL");
        await _process!.ExitAsync();
        await _process.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await (_process?.DisposeAsync() ?? default);
        Directory.Delete(_folder, recursive: true);
    }

    private static string Dll()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", "..", "FleetNode", configuration, "FleetNode.dll"));
    }
}
