using System.Diagnostics;

namespace Perennial.Bench.Driver.Pictures;

/// <summary>64 callers ask for 64 pictures of 24 megapixels at once: how much memory that takes at its worst, and how long.</summary>
internal sealed class CrowdBench(HttpClient client)
{
    public async Task<CrowdResult> RunAsync(string name, Func<int, Server> start, string ready, Func<int, string> path, CancellationToken cancellationToken)
    {
        using var server = start(Server.FreePort());
        await server.WaitAsync(client, ready, cancellationToken);
        var before = ProcessTree.ResidentBytes(server.Id);
        var cpu = ProcessTree.CpuMicroseconds(server.Id);
        var began = Stopwatch.GetTimestamp();
        var callers = Enumerable.Range(0, Photographs.Count).Select(i => AskAsync(server.Url(path(i)), cancellationToken)).ToList();
        var all = Task.WhenAll(callers);
        var peak = before;
        while (!all.IsCompleted)
        {
            peak = Math.Max(peak, ProcessTree.ResidentBytes(server.Id));
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken));
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var statuses = await all;
        var result = new CrowdResult(
            name, before, peak, seconds, (ProcessTree.CpuMicroseconds(server.Id) - cpu) / 1e6, statuses.Count(static status => status is 200), ProcessTree.ResidentBytes(server.Id));
        Console.WriteLine(result);
        return result;
    }

    private async Task<int> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "Accept", "image/webp" } } };
        using var response = await client.SendAsync(request, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return (int)response.StatusCode;
    }
}
