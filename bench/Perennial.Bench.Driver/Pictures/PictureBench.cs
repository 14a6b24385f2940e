namespace Perennial.Bench.Driver.Pictures;

/// <summary><c>./build bench pictures</c>: the codec beside sharp, a crowd beside sharp and Next.js, a hit beside Next.js.</summary>
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
        var options = new BenchOptions
        {
            App = app,
            NextFolder = next,
            Report = "",
            Scratch = "",
            Quick = args.Contains("--quick"),
            Only = args.Contains("--only") ? Value("--only") : null,
        };
        var machine = await Machine.DescribeAsync(options, stop.Token);
        using var handler = new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = Photographs.Count };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(5) };
        var crowd = new CrowdBench(client);
        Candidate[] candidates =
        [
            new("Perennial", "/_perennial/image?url=%2F0.jpg&w=828&q=75", () => StartOurs(Server.FreePort()), "perennial"),
            new("`next start`", "/_next/image?url=%2F0.jpg&w=828&q=75", () => StartNext(Server.FreePort()), "next"),
            new("raw Kestrel, as many bytes", "/", () => StartRaw(Server.FreePort()), "raw"),
        ];
        var codec = options.Runs("codec")
            ? await CodecBench.RunAsync(photographs, sharp, options.Quick ? 2 : 9, stop.Token)
            : [];
        CrowdResult[] crowds = options.Runs("crowd")
            ?
            [
                await crowd.RunAsync("Perennial", StartOurs, "/", static i => $"/_perennial/image?url=%2F{i}.jpg&w=1920&q=75", stop.Token),
                await crowd.RunAsync("sharp in Node", StartSharp, "/", static i => $"/?url=%2F{i}.jpg&w=1920&q=75", stop.Token),
                await crowd.RunAsync("`next start`", StartNext, "/kept", static i => $"/_next/image?url=%2F{i}.jpg&w=1920&q=75", stop.Token),
            ]
            : [];
        var hits = options.Runs("hits")
            ? await new HitBench(options, candidates, client).RunAsync([new("gzip, deflate, br, zstd", Chromium)], stop.Token)
            : [];
        await File.WriteAllTextAsync(Value("--report"), new PictureReport(options).Write(machine, codec, crowds, hits), stop.Token);
        return 0;

        Server StartOurs(int port) => Start(
            app,
            ["pictures", "--urls", $"http://127.0.0.1:{port}", "--Photographs", photographs.Folder, $"--Perennial:Cache:Directory={folder}/cache-{port}"],
            port);
        Server StartSharp(int port) => Start("node", ["server.mjs", $"{port}", photographs.Folder], port, sharp);
        Server StartRaw(int port) => Start(app, ["raw-picture", "--urls", $"http://127.0.0.1:{port}", "--Bench:Bytes=8174"], port);
        Server StartNext(int port) => Start("node", ["node_modules/next/dist/bin/next", "start", "-p", $"{port}", "-H", "127.0.0.1"], port, next);
    }

    /// <summary>As nice as our workers make themselves: beside neighbours, niceness would be the result.</summary>
    private static Server Start(string file, string[] arguments, int port, string? folder = null) =>
        Server.Start("nice", ["-n", "5", file, .. arguments], port, folder);
}
