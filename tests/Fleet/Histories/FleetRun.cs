using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Perennial.Caching;

namespace Perennial.Fleet.Histories;

/// <summary>A fleet in front of one storage, visitors and editors on it, and what they saw.</summary>
public sealed class FleetRun : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly int[] _lives;

    private FleetRun(TruthServer truth, IReadOnlyList<NodeProcess> nodes) => (Truth, Nodes, _lives) = (truth, nodes, new int[nodes.Count]);

    public TruthServer Truth { get; }

    public IReadOnlyList<NodeProcess> Nodes { get; }

    public double Now => _clock.Elapsed.TotalMilliseconds;

    public static async Task<FleetRun> StartAsync(int nodes, Func<int, IReadOnlyList<string>> settings)
    {
        var truth = await TruthServer.StartAsync();
        var run = new FleetRun(truth, [.. Enumerable.Range(0, nodes).Select(i => new NodeProcess($"n{i}", ["--Truth", truth.Address, .. settings(i)]))]);
        await Task.WhenAll(run.Nodes.Select(node => node.StartAsync(run._http)));
        return run;
    }

    /// <summary>Visits and changes for a while, and meanwhile what the nemesis does.</summary>
    /// <param name="seed">Who reads and writes what, and when.</param>
    /// <param name="time">How long.</param>
    /// <param name="nemesis">Gets a place to note what it does; null: nobody disturbs.</param>
    public async Task<History> LiveAsync(int seed, TimeSpan time, Func<Action<Disturbance>, Task>? nemesis)
    {
        var (reads, changes, disturbances) = (new ConcurrentBag<PageRead>(), new ConcurrentBag<Change>(), new ConcurrentBag<Disturbance>());
        string[] keys = [$"k{seed}a", $"k{seed}b"];
        using var end = new CancellationTokenSource(time);
        var working = Enumerable.Range(0, Nodes.Count * 2).Select(i => Task.Run(() => ReadAsync(i % Nodes.Count, keys, new(seed + i), reads, end.Token)))
            .Append(Task.Run(() => ChangeAsync(keys, new(seed * 31), changes, end.Token)))
            .ToList();
        await (nemesis?.Invoke(disturbances.Add) ?? Task.CompletedTask);
        await Task.WhenAll(working);
        return new([.. reads], [.. changes], [.. disturbances]);
    }

    /// <summary>Ends a server without a word, and starts it again on its folder.</summary>
    public async Task RestartAsync(int node)
    {
        await Nodes[node].KillAsync();
        _lives[node]++;
        await Nodes[node].StartAsync(_http);
    }

    public async Task<(string Body, string CacheStatus, HttpStatusCode Status)> GetAsync(int node, string path)
    {
        using var response = await _http.GetAsync(new Uri(Nodes[node].Address, path));
        var status = response.Headers.TryGetValues("Cache-Status", out var values) ? string.Join(", ", values) : "";
        return (await response.Content.ReadAsStringAsync(), status, response.StatusCode);
    }

    public async Task<(string Body, HttpStatusCode Status)> PostAsync(int node, string path)
    {
        using var response = await _http.PostAsync(new Uri(Nodes[node].Address, path), null);
        return (await response.Content.ReadAsStringAsync(), response.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await Truth.DisposeAsync();
        _http.Dispose();
    }

    private async Task ReadAsync(int node, string[] keys, Random random, ConcurrentBag<PageRead> reads, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var key = keys[random.Next(keys.Length)];
            var (life, start) = (_lives[node], Now);
            try
            {
                var (body, status, code) = await GetAsync(node, "/page/" + key);
                var words = body.Split(' ');
                var isPage = code is HttpStatusCode.OK && words.Length is 3;
                reads.Add(new(
                    node, life, key, start, Now, (int)code, isPage ? words[0] : body, isPage ? int.Parse(words[1], CultureInfo.InvariantCulture) : 0,
                    status.Contains("hit", StringComparison.Ordinal) && !status.Contains("ttl=-", StringComparison.Ordinal) && !status.Contains("detail=", StringComparison.Ordinal)));
            }
            catch (HttpRequestException)
            {
                // It was killed just then; the visitor asks again.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 25)), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task ChangeAsync(string[] keys, Random random, ConcurrentBag<Change> changes, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var (key, node) = (keys[random.Next(keys.Length)], random.Next(Nodes.Count));
            var kind = random.Next(3) is 0 ? InvalidationKind.Revalidate : InvalidationKind.Expire;
            var version = Truth.Change(key);
            var start = Now;
            try
            {
                var (body, status) = await PostAsync(node, (kind is InvalidationKind.Expire ? "/expire/" : "/revalidate/") + key);
                changes.Add(new(node, key, kind, version, start, Now, status is HttpStatusCode.OK ? ChangeResult.Applied : body is "PER2112" ? ChangeResult.Unknown : ChangeResult.NotApplied));
            }
            catch (HttpRequestException)
            {
                changes.Add(new(node, key, kind, version, start, Now, ChangeResult.Unknown));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 400)), TimeProvider.System, CancellationToken.None);
        }
    }
}
