using System.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

namespace Perennial;

/// <summary>The <c>.env</c> files of a builder that somebody else made.</summary>
internal static class DotEnvConfiguration
{
    private const string Loaded = "Perennial.DotEnv";

    /// <summary>The files were read before this builder was made, so the environment has them already.</summary>
    public static void MarkLoaded(IHostApplicationBuilder builder) => builder.Properties[Loaded] = true;

    /// <summary>
    /// Puts the files below the environment variables. Setting variables now would not be seen, and a source at the end
    /// would beat the command line.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> AddUnlessLoaded(IHostApplicationBuilder builder)
    {
        var process = ProcessEnvironment();
        if (!builder.Properties.TryAdd(Loaded, true))
        {
            return process;
        }

        var mode = TestHost.DotEnvMode(builder.Configuration[TestHost.ModeKey], builder.Environment.EnvironmentName, TestHost.IsHere);
        var values = DotEnv.Read(builder.Environment.ContentRootPath, mode, process).Values;
        AddSources(builder, values);
        return process.Concat(values);
    }

    private static void AddSources(IHostApplicationBuilder builder, IReadOnlyDictionary<string, string> values)
    {
        var sources = builder.Configuration.Sources;
        for (var i = sources.Count - 1; i >= 0; i--)
        {
            // There is one for each prefix (ASPNETCORE_, DOTNET_), with a rank of its own.
            if (sources[i] is EnvironmentVariablesConfigurationSource { Prefix: var prefix })
            {
                sources.Insert(i, new MemoryConfigurationSource { InitialData = [.. Settings(values, prefix ?? "")] });
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(
        IReadOnlyDictionary<string, string> values, string prefix) => values
        .Where(value => value.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        .Select(value => KeyValuePair.Create(
            value.Key[prefix.Length..].Replace("__", ":", StringComparison.Ordinal), (string?)value.Value));

    private static Dictionary<string, string> ProcessEnvironment() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
