namespace Perennial.Bench.Driver;

/// <summary>How long everything takes, and where things are.</summary>
internal sealed record BenchOptions
{
    public required string App { get; init; }

    public required string NextFolder { get; init; }

    public required string Report { get; init; }

    public required string Scratch { get; init; }

    public bool Quick { get; init; }

    /// <summary>One part alone, for who works on it; null is all of them.</summary>
    public string? Only { get; init; }

    public int Rounds => Quick ? 3 : 8;

    public int RoundSeconds => Quick ? 1 : 2;

    public int WarmUpSeconds => Quick ? 1 : 4;

    public int Connections => 64;

    public int Callers => 50;

    public int StampedeRounds => Quick ? 2 : 5;

    public int FullLoadSeconds => Quick ? 4 : 10;

    public int Starts => Quick ? 2 : 5;

    public int Hits => Quick ? 10_000 : 100_000;

    /// <summary>Two numbers, so that it shows what is the page's and what is the start's.</summary>
    public IReadOnlyList<int> BuiltPages => Quick ? [100, 1000] : [1000, 10_000];

    public int Slugs => Quick ? 20_000 : 1_000_000;

    /// <summary>The flood ends here, however far it has come; the report then says how far.</summary>
    public TimeSpan FloodLimit => Quick ? TimeSpan.FromMinutes(1) : TimeSpan.FromMinutes(10);

    public static BenchOptions Parse(string[] args)
    {
        string Value(string name) => args.SkipWhile(arg => arg != name).Skip(1).FirstOrDefault()
            ?? throw new ArgumentException($"{name} is missing; start this by ./build bench.");

        return new BenchOptions
        {
            App = Value("--app"),
            NextFolder = Value("--next"),
            Report = Value("--report"),
            Scratch = Directory.CreateTempSubdirectory("perennial-bench-").FullName,
            Quick = args.Contains("--quick"),
            Only = args.Contains("--only") ? Value("--only") : null,
        };
    }

    public bool Runs(string part) => Only is null || Only == part;
}
