using System.Collections;

namespace Perennial;

/// <summary>
/// The <c>.env</c> files of Next.js: <c>.env.{mode}.local</c>, <c>.env.local</c> (not in test), <c>.env.{mode}</c>,
/// <c>.env</c>; the first that has a variable wins, and the process' own environment wins over all of them.
/// </summary>
public static class DotEnv
{
    /// <summary>Reads the files of a directory and sets the variables that the process does not have.</summary>
    /// <param name="directory">Where the files are: the project's folder, the app's content root.</param>
    /// <param name="mode">
    /// An environment name of ASP.NET Core or a mode: Development, Production, Test (or Testing), and any other in lower case.
    /// Without one, <c>DOTNET_ENVIRONMENT</c>, then <c>ASPNETCORE_ENVIRONMENT</c> (the order of WebApplication), then production.
    /// </param>
    /// <returns>What was set. A second call finds the variables there and sets nothing.</returns>
    /// <exception cref="DotEnvException">
    /// PER1040 to PER1045: a file that cannot be read or whose references have no end. Nothing was set.
    /// </exception>
    public static DotEnvResult Load(string directory, string? mode = null)
    {
        var result = Read(directory, mode ?? EnvironmentName(), ProcessEnvironment());
        foreach (var (name, value) in result.Values)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        return result;
    }

    /// <summary>Reads the files of a directory for a given environment, and changes nothing.</summary>
    /// <param name="directory">Where the files are.</param>
    /// <param name="mode">An environment name or a mode; production when null.</param>
    /// <param name="environment">What is set already: it wins, and references see it. A value may be empty.</param>
    /// <exception cref="DotEnvException">PER1040 to PER1045, as for <see cref="Load"/>.</exception>
    public static DotEnvResult Read(string directory, string? mode, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(environment);
        var known = DotEnvMode.Of(mode);
        var files = DotEnvMode.Files(known)
            .Select(name => DotEnvReader.Read(Path.Combine(directory, name)))
            .OfType<DotEnvFile>()
            .ToList();
        return new(known, [.. files.Select(static file => file.Path)], Merge(files, environment));
    }

    /// <summary>The variables of files that were read elsewhere. Pure: values in, values out.</summary>
    /// <param name="files">The file that wins first.</param>
    /// <param name="environment">What is set already: it wins, and references see it.</param>
    /// <exception cref="DotEnvException">PER1043: a reference without an end. PER1044: a variable that cannot stand in a file.</exception>
    public static IReadOnlyDictionary<string, string> Merge(
        IEnumerable<DotEnvFile> files, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(environment);
        return DotEnvMerge.Merge(files, environment);
    }

    private static string? EnvironmentName() =>
        Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT");

    private static Dictionary<string, string> ProcessEnvironment() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
