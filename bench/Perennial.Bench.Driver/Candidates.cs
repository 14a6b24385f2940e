namespace Perennial.Bench.Driver;

/// <summary>Everything that is compared, and how it is started.</summary>
internal sealed class Candidates(BenchOptions options)
{
    public const string Raw = "raw Kestrel";
    public const string OutputCache = "UseOutputCache";
    public const string Perennial = "Perennial";
    public const string Nginx = "nginx, static file";
    public const string Next = "next start, kept for ever";
    public const string NextRevalidated = "next start, revalidated";

    public IReadOnlyList<Candidate> All { get; } =
    [
        new(Raw, "/page", () => App(options, "raw"), "raw", Counts: true),
        new(OutputCache, "/page", () => App(options, "outputcache"), "outputcache", Counts: true),
        new(Perennial, "/page", () => StartPerennial(options), "perennial", Counts: true),
        new(Nginx, "/page.html", () => NginxServer.Start(options.Scratch), "nginx"),
        new(Next, "/kept", () => StartNext(options), "next"),
        new(NextRevalidated, "/revalidated", () => StartNext(options), "next"),
    ];

    /// <summary>The same page without rules, beside a thousand that do not concern it, and with one that does.</summary>
    public IReadOnlyList<Candidate> BesideRules { get; } =
    [
        new(Perennial, "/page", () => StartPerennial(options), "perennial", Counts: true),
        new("1 000 rules and a proxy elsewhere", "/page", () => StartPerennial(options, candidate: "rules"), "rules", Counts: true),
        new("the same, and a header rule here", "/page", () => StartPerennial(options, candidate: "rules-here"), "rules-here", Counts: true),
    ];

    /// <summary>One for each process.</summary>
    public IEnumerable<Candidate> Processes => All.DistinctBy(candidate => candidate.Process);

    /// <summary>Those that have the page that takes 200 ms.</summary>
    public IEnumerable<Candidate> WithSlowPage => All.Where(candidate => candidate.Name is Perennial or OutputCache);

    /// <summary>An app of ours with a cache folder that nobody used before.</summary>
    public static Server StartPerennial(BenchOptions options, string? cacheFolder = null, string candidate = "perennial") =>
        App(options, candidate, "--Perennial:Cache:Directory", cacheFolder ?? NewCacheFolder(options));

    /// <summary>A page from Kestrel and nothing else.</summary>
    public static Server StartRaw(BenchOptions options) => App(options, "raw");

    /// <summary>A site that passes everything on.</summary>
    public static Server StartForward(BenchOptions options, string origin) =>
        App(options, "forward", "--Bench:Origin", origin, "--Perennial:Cache:Directory", NewCacheFolder(options));

    /// <summary>Renders Perennial's pages ahead, once; the candidate starts from them.</summary>
    public async Task<Candidate> BuildAsync(CancellationToken cancellationToken)
    {
        string[] build = ["--Perennial:Deployment:BuildDirectory", Path.Combine(options.Scratch, "build")];
        await Tool.RunAsync(
            options.App, ["perennial", "build", .. build, "--Perennial:Cache:Directory", NewCacheFolder(options)], cancellationToken);
        return new(
            Perennial + ", built ahead",
            "/page",
            () => App(options, "perennial", ["start", .. build, "--Perennial:Cache:Directory", NewCacheFolder(options)]),
            "built",
            Counts: true);
    }

    public static string NewCacheFolder(BenchOptions options) =>
        Path.Combine(options.Scratch, "cache-" + Path.GetRandomFileName());

    private static Server App(BenchOptions options, string name, params string[] arguments)
    {
        var port = Server.FreePort();
        return Server.Start(options.App, [name, .. arguments, "--urls", $"http://127.0.0.1:{port}"], port);
    }

    private static Server StartNext(BenchOptions options)
    {
        var port = Server.FreePort();
        return Server.Start(
            "node", ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", $"{port}"], port, options.NextFolder);
    }
}
