using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Perennial.Deployment;

namespace Perennial.Client;

/// <summary>Finds what the build froze, and what would be different now.</summary>
internal static class FrozenVariables
{
    public static PublicEnvironment Choose(RunningVariables running, BuildOutput build, IHostEnvironment environment) => Choose(
        running, () => Bundled(AppContext.BaseDirectory, environment.ApplicationName), build.Manifest, environment.IsDevelopment());

    /// <summary>
    /// The values in the bundles, when there are bundles: the file that lies beside the app since it was compiled. Else those
    /// that the verb <c>build</c> saw. Else, and in Development, the running ones.
    /// </summary>
    public static PublicEnvironment Choose(
        RunningVariables running, Func<IReadOnlyDictionary<string, string>?> bundled, BuildManifest? manifest, bool isDevelopment)
    {
        var frozen = isDevelopment ? null : bundled() ?? manifest?.PublicEnvironment;
        return frozen is null
            ? new(running.Values, isFrozen: false)
            : new(PublicVariables.Of(frozen), isFrozen: true);
    }

    /// <summary>
    /// The names whose running value is another one. A variable that is not set any more is as it should be: an image is
    /// built with it and started without it.
    /// </summary>
    public static IReadOnlyList<string> Differences(PublicEnvironment frozen, RunningVariables running) => !frozen.IsFrozen ? [] :
    [
        .. running.Values
            .Where(variable => !frozen.Values.TryGetValue(variable.Key, out var value) || value != variable.Value)
            .Select(static variable => variable.Key),
    ];

    public static Dictionary<string, string>? Bundled(string folder, string applicationName)
    {
        var path = Path.Join(folder, applicationName + ".public-environment.json");
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ClientJson.Default.DictionaryStringString) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PerennialException(
                "PER1242", $"'{path}' cannot be read: {e.Message} It is written when the app is compiled, and belongs beside it; compile the app again.", e);
        }
    }
}
