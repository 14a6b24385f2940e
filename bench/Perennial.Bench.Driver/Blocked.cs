using System.Diagnostics;

namespace Perennial.Bench.Driver;

/// <summary>A hundred visits at once to pages whose code holds its thread for three seconds: what becomes of the hits?</summary>
internal sealed class Blocked(BenchOptions options, Candidates candidates)
{
    public const int Visits = 100;

    /// <summary>In which nearly all renders of a candidate with a limit are still at it.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public async Task<IReadOnlyList<BlockedResult>> RunAsync(CancellationToken cancellationToken)
    {
        // Patient: how long it takes is what is measured.
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        var results = new List<BlockedResult>();
        var compared = candidates.All.Where(candidate => candidate.Name is Candidates.Perennial or Candidates.Raw).ToList();
        var servers = compared.ConvertAll(static candidate => candidate.Start());
        try
        {
            foreach (var (candidate, server) in compared.Zip(servers))
            {
                await server.WaitAsync(client, "/page", cancellationToken);
                results.Add(new(candidate, [], []));
            }

            for (var round = 0; round < options.StampedeRounds; round++)
            {
                for (var i = 0; i < results.Count; i++)
                {
                    results[i] = await OnceAsync(client, results[i], servers[i], round, cancellationToken);
                }
            }
        }
        finally
        {
            servers.ForEach(static server => server.Dispose());
        }

        return results;
    }

    private static async Task<BlockedResult> OnceAsync(HttpClient client, BlockedResult before, Server server, int round, CancellationToken cancellationToken)
    {
        var quiet = await HitsAsync(client, server, cancellationToken);
        var visits = Enumerable.Range(0, Visits).Select(i => AskAsync(client, server.Url($"/blocking/{round}-{i}"), cancellationToken)).ToList();
        var blocked = await HitsAsync(client, server, cancellationToken);
        await Task.WhenAll(visits);
        return before with { Quiet = [.. before.Quiet, .. quiet], Blocked = [.. before.Blocked, .. blocked] };
    }

    /// <summary>One after another, as one visitor would; the last one is counted however long it takes.</summary>
    private static async Task<List<double>> HitsAsync(HttpClient client, Server server, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Window;)
        {
            times.Add(await AskAsync(client, server.Url("/page"), cancellationToken));
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        return times;
    }

    private static async Task<double> AskAsync(HttpClient client, Uri url, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await client.GetAsync(url, cancellationToken);
        response.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
