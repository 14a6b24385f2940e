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
        var isNamed = arguments["contentRoot"] is not null
            || Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT") is not null
            || Environment.GetEnvironmentVariable("DOTNET_CONTENTROOT") is not null;
        return isNamed || Directory.EnumerateFiles(currentDirectory, "*.*proj").Any() ? null : AppContext.BaseDirectory;
    }
}
