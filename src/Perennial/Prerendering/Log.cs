using Microsoft.Extensions.Logging;

namespace Perennial.Prerendering;

internal static partial class Log
{
    [LoggerMessage(6301, LogLevel.Debug, "Nobody knows as what visitors of {Path} are looked up: what stands in front of it failed.")]
    public static partial void NotAsked(ILogger logger, string path, Exception error);
}
