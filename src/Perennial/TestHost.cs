using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Perennial.Caching;
using Perennial.Deployment;

namespace Perennial;

// In tests nothing may flow from one run or machine into another.
internal static class TestHost
{
    public const string ModeKey = "DotEnvMode";

    private const string Test = "Test";

    private static readonly string[] Assemblies = ["Microsoft.AspNetCore.Mvc.Testing", "Microsoft.AspNetCore.TestHost"];

    /// <summary>
    /// By what is loaded: the arguments that a test host passes are anybody's, and its server is known only after the
    /// <c>.env</c> files were read. No app that serves visitors loads these.
    /// </summary>
    public static bool IsHere => AppDomain.CurrentDomain.GetAssemblies().Any(static assembly => Assemblies.Contains(assembly.GetName().Name));

    /// <summary>
    /// The mode of the <c>.env</c> files. Development is what a test host takes by itself, and Production what a test takes
    /// to see pages kept; neither is said of these files. Any other name is.
    /// </summary>
    public static string? DotEnvMode(string? said, string? environment, bool isTest) =>
        !string.IsNullOrWhiteSpace(said) ? said
        : isTest && (environment is null || IsUsual(environment)) ? Test
        : environment;

    /// <summary>A test begins with nothing, whatever the last run left, and leaves nothing; unless it named a folder for that.</summary>
    public static void Isolate(PerennialOptions options, IConfiguration configuration)
    {
        var archive = options.Deployment.AssetArchive;
        options.Cache.IsOnlyInMemory = !Names(configuration, "Perennial:Cache:Directory", options.Cache.Directory, new CacheOptions().Directory);
        archive.Enabled &= Names(configuration, "Perennial:Deployment:AssetArchive:Directory", archive.Directory, new AssetArchiveOptions().Directory);
    }

    /// <summary>
    /// Whether a folder was named for the tests: by a setting of theirs, or in code. What stands in a file of the app's
    /// (appsettings.json) is meant for where it is deployed, and holds the last run's.
    /// </summary>
    public static bool Names(IConfiguration configuration, string key, string value, string standard) =>
        (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(key, out _)) switch
        {
            null => value != standard,
            FileConfigurationProvider => value != configuration[key],
            _ => true,
        };

    private static bool IsUsual(string environment) =>
        environment.Equals(Environments.Development, StringComparison.OrdinalIgnoreCase)
        || environment.Equals(Environments.Production, StringComparison.OrdinalIgnoreCase);
}
