using System.Diagnostics;
using System.Globalization;

namespace Perennial.Bench.Driver;

/// <summary>A million slugs, each asked for once: what grows?</summary>
internal sealed class Flood(BenchOptions options, HttpClient client)
{
    private const int Samples = 10;
    private const int Workers = 64;

    public async Task<IReadOnlyList<FloodResult>> RunAsync(CancellationToken cancellationToken) =>
        [await RunAsync("missing", cancellationToken), await RunAsync("found", cancellationToken)];

    private async Task<FloodResult> RunAsync(string page, CancellationToken cancellationToken)
    {
        var cache = Candidates.NewCacheFolder(options);
        using var server = Candidates.StartPerennial(options, cache);
        await server.WaitAsync(client, "/page", cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var samples = new List<FloodSample> { Sample(server, cache, 0, started) };
        var statuses = new Dictionary<int, long>();
        var perSample = options.Slugs / Samples;
        for (var sample = 0; sample < Samples && Stopwatch.GetElapsedTime(started) < options.FloodLimit; sample++)
        {
            var next = (sample * perSample) - 1;
            var last = (sample + 1) * perSample;
            var counts = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync()));
            foreach (var (status, count) in counts.SelectMany(count => count))
            {
                statuses[status] = statuses.GetValueOrDefault(status) + count;
            }

            samples.Add(Sample(server, cache, last, started));
            Console.WriteLine($"  {page}: {samples[^1]}");

            async Task<Dictionary<int, long>> WorkAsync()
            {
                var mine = new Dictionary<int, long>();
                for (var n = Interlocked.Increment(ref next); n < last; n = Interlocked.Increment(ref next))
                {
                    using var response = await client.GetAsync(server.Url($"/{page}/{Slug(n)}"), cancellationToken);
                    mine[(int)response.StatusCode] = mine.GetValueOrDefault((int)response.StatusCode) + 1;
                }

                return mine;
            }
        }

        var live = long.Parse(await client.GetStringAsync(server.Url("/_bench/live"), cancellationToken), CultureInfo.InvariantCulture);
        return new FloodResult(page, samples, statuses, live);
    }

    // Multiplying by an odd number visits every value once, in an order that no index likes.
    private static string Slug(int n) => unchecked((ulong)n * 0x9E3779B97F4A7C15).ToString("x16", CultureInfo.InvariantCulture);

    private static FloodSample Sample(Server server, string cache, int asked, long started)
    {
        var files = Directory.Exists(cache)
            ? new DirectoryInfo(cache).EnumerateFiles("*", SearchOption.AllDirectories).ToList()
            : [];
        return new FloodSample(
            asked, Stopwatch.GetElapsedTime(started).TotalSeconds, ProcessTree.ResidentBytes(server.Id), files.Count, files.Sum(Length));
    }

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0; // Forgotten by the store between listing and asking.
        }
    }
}
