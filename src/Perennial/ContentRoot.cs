using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Perennial;

internal static partial class ContentRoot
{
    /// <summary>Longer than what stands before the endpoints in the manifest.</summary>
    private const int HeadLength = 256;

    /// <summary>
    /// The folder that the arguments or the environment name; else the app's own, where published output lies and where a
    /// verb looks: the current directory of a service is anybody's. But beside a project file what was compiled there has
    /// the source folder, as <c>dotnet run</c> has it. Null leaves it to the framework, which takes the current directory.
    /// </summary>
    public static string? Of(IConfiguration arguments, bool isVerb, string currentDirectory, string own, string? application) =>
        Named(arguments) is not null ? null
        : IsPublished(own, application) ? own
        : isVerb && !Directory.EnumerateFiles(currentDirectory, "*.*proj").Any() ? own
        : null;

    /// <summary>What the arguments, or else the environment, name; the host, too, begins a relative one at the app's own folder.</summary>
    public static string? Named(IConfiguration arguments) =>
        (arguments["contentRoot"] ?? Environment.GetEnvironmentVariable("DOTNET_CONTENTROOT")
            ?? Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT")) is { } named
                ? Path.GetFullPath(named, AppContext.BaseDirectory)
                : null;

    /// <summary>
    /// Whether this program was published, and not only compiled: its files lie beside it then, wherever the process was
    /// started, also in the folder of the project that it was published from.
    /// </summary>
    public static bool IsPublished(string folder, string? application)
    {
        if (application is null || Path.GetInvalidFileNameChars().Any(application.Contains))
        {
            return false;
        }

        try
        {
            using var reader = File.OpenText(Path.Join(folder, application + ".staticwebassets.endpoints.json"));
            var head = new char[HeadLength];
            return Published().IsMatch(head.AsSpan(0, reader.ReadBlock(head)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex("\"ManifestType\"\\s*:\\s*\"Publish\"")]
    private static partial Regex Published();
}
