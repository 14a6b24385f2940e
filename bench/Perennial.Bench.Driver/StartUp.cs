using System.Diagnostics;

namespace Perennial.Bench.Driver;

/// <summary>From starting the process to the last byte of the first page.</summary>
internal sealed class StartUp(BenchOptions options, Candidates candidates, HttpClient client)
{
    public async Task<IReadOnlyList<StartUpResult>> RunAsync(CancellationToken cancellationToken)
    {
        var built = await candidates.BuildAsync(cancellationToken);
        var results = candidates.Processes.Append(built).Select(candidate => new StartUpResult(candidate, [])).ToList();
        for (var round = 0; round < options.Starts; round++)
        {
            foreach (var (candidate, milliseconds) in results)
            {
                var started = Stopwatch.GetTimestamp();
                using var server = candidate.Start();
                await server.WaitAsync(client, candidate.Path, cancellationToken);
                milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return results;
    }
}
