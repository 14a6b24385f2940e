using System.Globalization;
using System.Text;

namespace Perennial.Bench.Driver.Pictures;

/// <summary><c>./build bench pictures</c>: the codec beside sharp, and a crowd beside sharp and Next.js.</summary>
internal static class PictureBench
{
    /// <summary>What a browser says of the pictures that it takes.</summary>
    private const string Chromium = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";

    public static async Task<int> RunAsync(string[] args)
    {
        string Value(string name) => args.SkipWhile(arg => arg != name).Skip(1).FirstOrDefault()
            ?? throw new ArgumentException($"{name} is missing; start this by ./build bench pictures.");

        var (app, sharp, next, folder) = (Value("--app"), Value("--sharp"), Value("--next"), Value("--photographs"));
        using var stop = new CancellationTokenSource();
        var photographs = await Photographs.DrawAsync(folder, stop.Token);
        var options = new BenchOptions { App = app, NextFolder = next, Report = "", Scratch = "", Quick = args.Contains("--quick") };
        var machine = await Machine.DescribeAsync(
            options, stop.Token);
        var codec = await CodecBench.RunAsync(photographs, sharp, options.Quick ? 2 : 9, stop.Token);
        using var handler = new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = Photographs.Count };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(5) };
        var bench = new CrowdBench(client);
        CrowdResult[] crowds =
        [
            await bench.RunAsync(
                "Perennial", StartOurs,
                "/", static i => $"/_perennial/image?url=%2F{i}.jpg&w=1920&q=75", stop.Token),
            await bench.RunAsync(
                "sharp in Node", port => Start("node", ["server.mjs", $"{port}", photographs.Folder], port, sharp),
                "/", static i => $"/?url=%2F{i}.jpg&w=1920&q=75", stop.Token),
            await bench.RunAsync(
                "`next start`", StartNext,
                "/kept", static i => $"/_next/image?url=%2F{i}.jpg&w=1920&q=75", stop.Token),
        ];
        Candidate[] candidates =
        [
            new("Perennial", "/_perennial/image?url=%2F0.jpg&w=828&q=75", () => StartOurs(Server.FreePort()), "perennial"),
            new("`next start`", "/_next/image?url=%2F0.jpg&w=828&q=75", () => StartNext(Server.FreePort()), "next"),
        ];
        var hits = await new HitBench(options, candidates, client).RunAsync([new("gzip, deflate, br, zstd", Chromium)], stop.Token);
        await File.WriteAllTextAsync(Value("--report"), Report(machine, codec, crowds, hits), stop.Token);
        return 0;

        Server StartOurs(int port) => Start(
            app,
            ["pictures", "--urls", $"http://127.0.0.1:{port}", "--Photographs", photographs.Folder, $"--Perennial:Cache:Directory={folder}/cache-{port}"],
            port);
        Server StartNext(int port) => Start("node", ["node_modules/next/dist/bin/next", "start", "-p", $"{port}", "-H", "127.0.0.1"], port, next);
    }

    /// <summary>As nice as our workers make themselves: beside neighbours, niceness would be the result.</summary>
    private static Server Start(string file, string[] arguments, int port, string? folder = null) =>
        Server.Start("nice", ["-n", "5", file, .. arguments], port, folder);

    private static string Report(
        IReadOnlyList<(string What, string Value)> machine, IReadOnlyList<(PictureJob Job, Made Ours, Made Sharp)> codec, CrowdResult[] crowds,
        IReadOnlyList<HitResult> hits)
    {
        var text = new StringBuilder("# Part 3: pictures\n\n`./build bench pictures`\n\n|  |  |\n| --- | ---: |\n");
        foreach (var (what, value) in machine.Where(static line => line.What is not "nginx"))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {value} |\n");
        }

        text.Append("| load average at the end | ").Append(Machine.Load()).Append(" |\n\n## One picture, beside sharp\n\n");
        text.Append("The same picture, format, quality and effort; sharp 0.35.5 has the same libvips. Taken in turns: the shortest time of nine rounds, the mean of their CPU. Ours contains both pipes and both processes; sharp runs as nice (5) as our worker makes itself. A busy machine falls on both: read the ratios.\n\n");
        text.Append("| picture | ours, ms | sharp, ms | ratio | ours, CPU ms | sharp, CPU ms | ratio | ours, bytes | sharp, bytes |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var (job, ours, sharp) in codec)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {job} | {ours.Ms:F0} | {sharp.Ms:F0} | {ours.Ms / sharp.Ms:F2} | {ours.Cpu:F0} | {sharp.Cpu:F0} | {ours.Cpu / sharp.Cpu:F2} | {ours.Bytes} | {sharp.Bytes} |\n");
        }

        text.Append("\n## 64 callers, 64 pictures of 24 megapixels, at once\n\nResident memory of the server and all of its processes, pages that they share counted in each. 1920 px, WebP, quality 75; servers on one core, each at niceness 5.\n\n");
        text.Append("| server | before, MB | at its worst, MB | after, MB | seconds | CPU s | answered 200 |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var crowd in crowds)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {crowd.Name} | {crowd.Before / 1e6:F0} | {crowd.Peak / 1e6:F0} | {crowd.After / 1e6:F0} | {crowd.Seconds:F1} | {crowd.Cpu:F1} | {crowd.Answered} |\n");
        }

        text.Append("\n## One picture that is kept already\n\n828 px, WebP, quality 75, asked for as Chromium does; `wrk -t1 -c64`, in turns. Ratio: candidate ÷ Perennial.\n\n");
        text.Append("| server | bytes | headers | said | µs min | µs median | ratio, min | ratio, median | requests/s |\n| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var hit in hits)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {hit.Candidate.Name} | {hit.Facts.Bytes} | {hit.Facts.Headers} | {hit.Facts.CacheStatus} | {hit.Minimum:F1} | {hit.Median:F1} | {hit.Minimum / hits[0].Minimum:F1} | {hit.Median / hits[0].Median:F1} | {hit.RequestsPerSecond(2):F0} |\n");
        }

        return text.ToString();
    }
}
