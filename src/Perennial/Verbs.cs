using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;

namespace Perennial;

/// <summary>Finds the verb.</summary>
internal static class Verbs
{
    private const int Typos = 2;
    private const string RequireLedger = "--require-ledger";

    /// <summary>A flag takes the argument after it for its value unless it has one.</summary>
    public static string[] Spell(IEnumerable<string> args) =>
        [.. args.Select(static argument => argument is RequireLedger ? RequireLedger + "=true" : argument)];

    /// <summary>Whether <c>build</c> is to fail when it can read no ledger.</summary>
    public static bool RequiresLedger(IConfigurationBuilder configuration) => Arguments(configuration)
        .Any(static argument => argument is RequireLedger or RequireLedger + "=true");

    /// <summary>The verb of a process' arguments.</summary>
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

    /// <summary>The arguments that a builder of another make was given.</summary>
    public static IReadOnlyList<string> Arguments(IConfigurationBuilder configuration) =>
        [.. configuration.Sources.OfType<CommandLineConfigurationSource>().SelectMany(static source => source.Args)];

    /// <summary>What to type to start this same program.</summary>
    public static string Program => Environment.GetCommandLineArgs()[0] is var program && program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        ? "dotnet " + program
        : program;

    /// <summary>A first argument that is no verb, and was probably meant as one: it would be ignored, and the server run in its place.</summary>
    public static string? Misspelt(IConfigurationBuilder configuration) => configuration.Sources
        .OfType<CommandLineConfigurationSource>()
        .Select(static source => source.Args.FirstOrDefault())
        .FirstOrDefault(static word => word is not null && Of([word]) is Verb.None && Meant(word) is not null);

    /// <summary>The verb that a word is two letters away from at the most; null when it is none.</summary>
    public static string? Meant(string word) => new[] { "build", "start" }
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
