namespace Perennial.Bench.Driver;

/// <summary>The price of one kept answer: all candidates run at the same time, and take turns under load.</summary>
internal sealed class HitBench(BenchOptions options, IReadOnlyList<Candidate> candidates, HttpClient client)
{
    /// <summary>Measures every candidate with and without Accept-Encoding.</summary>
    public Task<IReadOnlyList<HitResult>> RunAsync(CancellationToken cancellationToken) =>
        RunAsync([Asking.Plain, new("gzip, br")], cancellationToken);

    /// <summary>Measures every candidate, asked in each of these ways.</summary>
    public async Task<IReadOnlyList<HitResult>> RunAsync(IReadOnlyList<Asking> askings, CancellationToken cancellationToken)
    {
        var servers = new Dictionary<string, Server>();
        try
        {
            foreach (var candidate in candidates.DistinctBy(static candidate => candidate.Process))
            {
                servers[candidate.Process] = candidate.Start();
            }

            var results = new List<HitResult>();
            foreach (var asking in askings)
            {
                results.AddRange(await RunAsync(servers, asking, cancellationToken));
            }

            return results;
        }
        finally
        {
            foreach (var server in servers.Values)
            {
                server.Dispose();
            }
        }
    }

    private async Task<IReadOnlyList<HitResult>> RunAsync(
        Dictionary<string, Server> servers, Asking asking, CancellationToken cancellationToken)
    {
        var results = new List<HitResult>();
        foreach (var candidate in candidates)
        {
            var server = servers[candidate.Process];
            await server.WaitAsync(client, candidate.Path, cancellationToken);
            await Wrk.RunAsync(server.Url(candidate.Path), options.Connections, options.WarmUpSeconds, asking, cancellationToken);
            var facts = await WireFacts.AskAsync(client, server.Url(candidate.Path), asking, cancellationToken);
            results.Add(new HitResult(candidate, asking, facts));
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            Console.WriteLine($"  {asking.AcceptEncoding ?? "identity"}, round {round} of {options.Rounds}");
            foreach (var result in results)
            {
                result.Add(await RoundAsync(servers[result.Candidate.Process], result, cancellationToken));
            }
        }

        return results;
    }

    private async Task<HitRound> RoundAsync(Server server, HitResult result, CancellationToken cancellationToken)
    {
        var url = server.Url(result.Candidate.Path);
        var countersBefore = await CountersAsync(server, result, cancellationToken);
        var cpuBefore = ProcessTree.CpuMicroseconds(server.Id);
        var wrk = await Wrk.RunAsync(url, options.Connections, options.RoundSeconds, result.Asking, cancellationToken);
        var cpu = ProcessTree.CpuMicroseconds(server.Id) - cpuBefore;
        var counters = await CountersAsync(server, result, cancellationToken);
        return new HitRound(cpu / wrk.Requests, (double)(counters.Allocated - countersBefore.Allocated) / wrk.Requests, wrk);
    }

    private async Task<Counters> CountersAsync(Server server, HitResult result, CancellationToken cancellationToken) =>
        result.Candidate.Counts ? await Counters.AskAsync(client, server, cancellationToken) : default;
}
