namespace Perennial;

internal static class Help
{
    private static readonly string[] Text =
    [
        "",
        "Without a verb it serves the site: what was built, and the rest as its first visits ask for it.",
        "",
        "  build     renders what can be rendered ahead, and prints every page",
        "  start     serves what was built; fails where nothing was",
        "  help      prints this",
        "",
        "Options:",
        "  --require-ledger            build: fails where it can read no ledger, so that nobody knows what was invalidated since",
        "  --best                      build: compresses each page as small as it can be, for several times the work",
        "  --environment <name>        Production for build and start, unless given",
        "  --urls <addresses>          where it listens: http://localhost:3000 unless given, or the port in the variable PORT",
        "  --contentRoot <folder>      where its settings, .env files and wwwroot are",
        "  --Perennial:<name>=<value>  any setting, such as --Perennial:Cache:Directory=/var/cache/site",
    ];

    public static bool IsAsked(IReadOnlyList<string> args) =>
        args is ["help" or "--help" or "-h", ..] || (Verbs.Of(args) is not Verb.None && args.Any(static argument => argument is "--help" or "-h"));

    public static IEnumerable<string> Lines(string program) => [$"Usage: {program} [verb] [options]", .. Text];

    /// <summary>
    /// Prints it and ends the process where it is asked for: at the first door of ours, before the app opens anything. A test
    /// host's arguments, or a tool's, are not for us.
    /// </summary>
    public static void PrintIfRequested(IReadOnlyList<string> args, string? application)
    {
        if (IsAsked(args) && UnhandledErrorReporter.IsAppProcess(application))
        {
            foreach (var line in Lines(Verbs.Program))
            {
                Console.Out.WriteLine(line);
            }

            Environment.Exit(0);
        }
    }
}
