using Microsoft.Extensions.Logging;

namespace Perennial.Caching;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning, "A kept page could not be refreshed, the old one stays: {Why}")]
    public static partial void RefreshFailed(ILogger logger, string why, Exception? error);

    [LoggerMessage(1003, LogLevel.Error, "The {Worker} met an error that it did not expect, and goes on.")]
    public static partial void WorkerFailed(ILogger logger, string worker, Exception error);

    [LoggerMessage(1004, LogLevel.Error, "An entry is younger than the ledger, which has lost its end; a new epoch could not begin")]
    public static partial void EpochNotBegun(ILogger logger, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "Pages are kept in memory only, and invalidations end with this process: {Why}")]
    public static partial void MemoryOnly(ILogger logger, string why);
}
