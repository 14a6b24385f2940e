using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Perennial.Fleet.Histories;

/// <summary>Where the pages' content comes from: a version for each key. It sees who renders what, and takes its time.</summary>
public sealed class TruthServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _versions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Key, int Version), int> _renders = new();
    private readonly WebApplication _app;

    private TruthServer(WebApplication app) => _app = app;

    /// <summary>The longest that a render waits after it has read the version: what it read may be old by then.</summary>
    public int SlowestMilliseconds { get; set; } = 20;

    public string Address => _app.Urls.Single();

    public IReadOnlyDictionary<(string Key, int Version), int> Renders => _renders;

    public static async Task<TruthServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var truth = new TruthServer(app);
        app.MapGet("/content/{key}", async (string key) =>
        {
            var version = truth.VersionOf(key);
            truth._renders.AddOrUpdate((key, version), 1, static (_, count) => count + 1);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(truth.SlowestMilliseconds + 1)), TimeProvider.System);
            return Results.Text(version.ToString(CultureInfo.InvariantCulture));
        });
        await app.StartAsync();
        return truth;
    }

    public int VersionOf(string key) => _versions.GetOrAdd(key, 1);

    public int Change(string key) => _versions.AddOrUpdate(key, 2, static (_, version) => version + 1);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
