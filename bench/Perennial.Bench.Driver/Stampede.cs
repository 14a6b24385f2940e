using System.Diagnostics;
using System.Net;

namespace Perennial.Bench.Driver;

/// <summary>Many callers at the same moment on a page that nobody has asked for and that takes 200 ms.</summary>
internal sealed class Stampede(BenchOptions options, Candidates candidates, HttpClient client)
{
    public async Task<IReadOnlyList<StampedeResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<StampedeResult>();
        foreach (var candidate in candidates.WithSlowPage)
        {
            using var server = candidate.Start();
            await server.WaitAsync(client, "/page", cancellationToken);

            // The first one also pays for the connections and for the compiler, and is thrown away.
            await OnceAsync(candidate, server, 0, cancellationToken);
            for (var round = 1; round <= options.StampedeRounds; round++)
            {
                results.Add(await OnceAsync(candidate, server, round, cancellationToken));
            }
        }

        return results;
    }

    private async Task<StampedeResult> OnceAsync(Candidate candidate, Server server, int round, CancellationToken cancellationToken)
    {
        var before = await Counters.AskAsync(client, server, cancellationToken);
        var url = server.Url($"/cold/{round}");
        var waits = await Task.WhenAll(Enumerable.Range(0, options.Callers).Select(_ => AskAsync(url, cancellationToken)));
        var after = await Counters.AskAsync(client, server, cancellationToken);
        return new(candidate, after.Renders - before.Renders, waits.Min(), waits.Max());
    }

    private async Task<double> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await client.GetAsync(url, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{url} answered {(int)response.StatusCode}.");
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
