using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;

namespace Perennial;

/// <summary>Finds the verb.</summary>
internal static class Verbs
{
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

    public static string Word(this Verb verb) => verb switch
    {
        Verb.Build => "build",
        Verb.Start => "start",
        Verb.Export => "export",
        _ => "",
    };
}
