using Microsoft.Extensions.Logging;

namespace Perennial.Deployment;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "No build in '{Folder}': each page is rendered by its first visit. Run 'build' before deploying")]
    public static partial void NoBuild(ILogger logger, string folder);

    [LoggerMessage(5002, LogLevel.Warning, "The build cannot be used, so each page is rendered by its first visit. {Why}")]
    public static partial void UnusableBuild(ILogger logger, string why);

    [LoggerMessage(5003, LogLevel.Information, "Serving build {BuildId} of {CreatedAt:u} from '{Folder}'")]
    public static partial void Serving(ILogger logger, string buildId, DateTimeOffset createdAt, string folder);
}
