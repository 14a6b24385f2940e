namespace Perennial.Bench.Driver;

/// <summary>Resident memory of a fresh process after its first page, and after many hits.</summary>
internal sealed class MemoryUse(BenchOptions options, Candidates candidates, HttpClient client)
{
    // A candidate that cannot do the hits in this many turns is reported with those that it did.
    private const int MaxTurns = 75;

    public async Task<IReadOnlyList<MemoryResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<MemoryResult>();
        foreach (var candidate in candidates.Processes)
        {
            using var server = candidate.Start();
            await server.WaitAsync(client, candidate.Path, cancellationToken);
            var before = ProcessTree.ResidentBytes(server.Id);
            var hits = 0L;
            for (var turn = 0; hits < options.Hits && turn < MaxTurns; turn++)
            {
                hits += (await Wrk.RunAsync(server.Url(candidate.Path), options.Connections, 2, Asking.Plain, cancellationToken)).Requests;
            }

            results.Add(new MemoryResult(candidate, before, ProcessTree.ResidentBytes(server.Id), hits));
        }

        return results;
    }
}
