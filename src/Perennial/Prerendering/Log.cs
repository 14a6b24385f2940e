using Microsoft.Extensions.Logging;

namespace Perennial.Prerendering;

internal static partial class Log
{
    [LoggerMessage(6301, LogLevel.Debug, "Nobody knows as what visitors of {Path} are looked up: what stands in front of it failed.")]
    public static partial void NotAsked(ILogger logger, string path, Exception error);

    [LoggerMessage(6302, LogLevel.Warning, "The ledger that the servers share cannot be read, so nothing vouches for these pages: each is stale until it is visited.")]
    public static partial void LedgerOutOfReach(ILogger logger, Exception error);
}
