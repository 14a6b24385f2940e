namespace Perennial.Bench.Driver;

/// <summary>A page that takes 200 ms and lives for one second, under all the load that one core can make.</summary>
internal sealed class FullLoad(BenchOptions options, Candidates candidates, HttpClient client)
{
    public async Task<IReadOnlyList<FullLoadResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<FullLoadResult>();
        foreach (var candidate in candidates.WithSlowPage)
        {
            results.Add(await RunAsync(candidate, cancellationToken));
        }

        return results;
    }

    private async Task<FullLoadResult> RunAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        using var server = candidate.Start();
        await server.WaitAsync(client, "/slow", cancellationToken);
        await Wrk.RunAsync(server.Url("/slow"), options.Connections, options.WarmUpSeconds, Asking.Plain, cancellationToken);
        var before = await Counters.AskAsync(client, server, cancellationToken);
        var wrk = await Wrk.RunAsync(server.Url("/slow"), options.Connections, options.FullLoadSeconds, Asking.Plain, cancellationToken);
        var after = await Counters.AskAsync(client, server, cancellationToken);
        return new(candidate, (double)(after.Renders - before.Renders) / options.FullLoadSeconds, wrk);
    }
}
