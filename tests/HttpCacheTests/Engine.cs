using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Perennial.HttpCacheTests;

/// <summary>The public HTTP cache test-suite (npm http-cache-tests): its origin, and the client that judges what comes through.</summary>
internal sealed partial class Engine : IAsyncDisposable
{
    private readonly Process _origin;
    private readonly string _folder;

    private Engine(Process origin, string folder, string url) => (_origin, _folder, Url) = (origin, folder, url);

    /// <summary>Where the origin listens.</summary>
    public string Url { get; }

    public static async Task<Engine> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Root(), "tests/HttpCacheTests/engine/node_modules/http-cache-tests");
        Assert.True(Directory.Exists(folder), "The suite is not installed: eng/setup.sh http-cache-tests");
        var origin = Node(folder, ["server/server.mjs"], ("npm_config_protocol", "http"), ("npm_config_port", "0"), ("npm_config_pidfile", "/dev/null"));
        var line = await origin.StandardOutput.ReadLineAsync(cancellationToken) ?? "";
        Assert.True(Listening().Match(line) is { Success: true } listening, $"The suite's origin says: {line}");
        return new(origin, folder, "http://127.0.0.1:" + Listening().Match(line).Groups["port"].Value);
    }

    /// <summary>Runs all tests against an address: of each, <c>true</c> or what is wrong, in the suite's own words.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(string url, CancellationToken cancellationToken)
    {
        using var client = Node(_folder, ["--no-warnings", "cli.mjs"], ("npm_config_base", url), ("npm_config_id", ""), ("npm_package_config_id", ""));
        var output = await client.StandardOutput.ReadToEndAsync(cancellationToken);
        await client.WaitForExitAsync(cancellationToken);
        var results = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(output)!;
        return results.ToDictionary(static result => result.Key, static result => Words(result.Value), StringComparer.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        _origin.Kill(entireProcessTree: true);
        _origin.Dispose();
        return ValueTask.CompletedTask;
    }

    // Addresses and random names differ from run to run.
    private static string Words(JsonElement result) => Address().Replace(result.GetRawText(), "…");

    private static Process Node(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Perennial.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No Perennial.slnx above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^Listening on http://.*:(?<port>\d+)/$")]
    private static partial Regex Listening();

    [GeneratedRegex(@"https?://127\.0\.0\.1:\d+\S*")]
    private static partial Regex Address();
}
