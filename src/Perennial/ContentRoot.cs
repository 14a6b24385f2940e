using Microsoft.Extensions.Configuration;

namespace Perennial;

/// <summary>Where wwwroot and the settings of a verb's process are.</summary>
internal static class ContentRoot
{
    /// <summary>
    /// The app's own folder, because the current directory of a service is anybody's; but beside a project file it is the
    /// source folder, as <c>dotnet run</c> has it. Null when the configuration names one.
    /// </summary>
    public static string? Of(IConfiguration arguments, string currentDirectory)
    {
        return Named(arguments) is not null || Directory.EnumerateFiles(currentDirectory, "*.*proj").Any() ? null : AppContext.BaseDirectory;
    }

    /// <summary>What the arguments, or else the environment, name.</summary>
    public static string? Named(IConfiguration arguments) =>
        arguments["contentRoot"] ?? Environment.GetEnvironmentVariable("DOTNET_CONTENTROOT")
        ?? Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT");
}
