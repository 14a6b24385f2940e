using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;

namespace Perennial;

internal static class Verbs
{
    private const int Typos = 2;
    private const string RequireLedger = "--require-ledger";
    private const string Best = "--best";

    public static string[] Normalize(IEnumerable<string> args) =>
        [.. args.Select(static argument => argument is RequireLedger or Best ? argument + "=true" : argument)];

    public static bool RequiresLedger(IConfigurationBuilder configuration) => Arguments(configuration)
        .Any(static argument => argument is RequireLedger or RequireLedger + "=true");

    public static bool AsksForBest(IConfigurationBuilder configuration) => Arguments(configuration)
        .Any(static argument => argument is Best or Best + "=true");

    public static Verb Of(IEnumerable<string> args) => args.FirstOrDefault() switch
    {
        "build" => Verb.Build,
        "start" => Verb.Start,
        "export" => Verb.Export,
        _ => Verb.None,
    };

    /// <summary>The verb of a builder that somebody else made: its command-line source still has the arguments.</summary>
    public static Verb Of(IConfigurationBuilder configuration) => configuration.Sources
        .OfType<CommandLineConfigurationSource>()
        .Select(static source => Of(source.Args))
        .FirstOrDefault(static verb => verb is not Verb.None);

    public static IReadOnlyList<string> Arguments(IConfigurationBuilder configuration) =>
        [.. configuration.Sources.OfType<CommandLineConfigurationSource>().SelectMany(static source => source.Args)];

    public static string Program => Environment.GetCommandLineArgs()[0] is var program && program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        ? "dotnet " + program
        : program;

    /// <summary>A first argument that is no verb, and was probably meant as one: it would be ignored, and the server run in its place.</summary>
    public static string? Misspelt(IConfigurationBuilder configuration) => configuration.Sources
        .OfType<CommandLineConfigurationSource>()
        .Select(static source => source.Args.FirstOrDefault())
        .FirstOrDefault(static word => word is not null && Of([word]) is Verb.None && ClosestVerb(word) is not null);

    public static string? ClosestVerb(string word) => new[] { Verb.Build, Verb.Start, Verb.Export }.Select(Word)
        .FirstOrDefault(verb => Math.Abs(word.Length - verb.Length) <= Typos && Distance(word.ToLowerInvariant(), verb) <= Typos);

    public static string Word(this Verb verb) => verb switch
    {
        Verb.Build => "build",
        Verb.Start => "start",
        Verb.Export => "export",
        _ => "",
    };

    // Levenshtein's, row by row.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 0; i < a.Length; i++)
        {
            var corner = row[0]++;
            for (var j = 0; j < b.Length; j++)
            {
                (corner, row[j + 1]) = (row[j + 1], Math.Min(Math.Min(row[j], row[j + 1]) + 1, corner + (a[i] == b[j] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}

/// <summary>What a process was started for. An exact first argument; anything else is none (test hosts and tools have arguments of their own).</summary>
internal enum Verb
{
    None, // Serve whatever there is.
    Build, // Render all static pages, write them down, exit.
    Start, // Serve a build.
    Export, // Write a folder of plain files.
}
