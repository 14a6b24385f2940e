using Microsoft.Extensions.Logging;

namespace Perennial.Caching;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning, "A kept page could not be refreshed, the old one stays: {Why}")]
    public static partial void RefreshFailed(ILogger logger, string why, Exception? error);

    [LoggerMessage(1003, LogLevel.Error, "The {Worker} met an error that it did not expect, and goes on.")]
    public static partial void WorkerFailed(ILogger logger, string worker, Exception error);

    [LoggerMessage(1002, LogLevel.Warning,
        "Pages are kept in memory only, until the cache folder can be used; it is tried again by itself. {Why}")]
    public static partial void MemoryOnly(ILogger logger, string why);

    [LoggerMessage(1004, LogLevel.Information,
        "The cache folder '{Folder}' can be used now. What was kept in memory counts as stale once.")]
    public static partial void FolderTaken(ILogger logger, string folder);

    [LoggerMessage(1005, LogLevel.Warning,
        "A new epoch begins in '{Folder}', and everything kept counts as stale once: a process acknowledged an invalidation without holding the folder, or somebody left a file in new-epoch.")]
    public static partial void EpochAsked(ILogger logger, string folder);

    [LoggerMessage(1006, LogLevel.Error, "An entry is younger than the ledger, which has lost its end; a new epoch could not begin")]
    public static partial void EpochNotBegun(ILogger logger, Exception exception);

    [LoggerMessage(1007, LogLevel.Debug, "Nobody can tell which server renders, so this one does.")]
    public static partial void LeaseNotAsked(ILogger logger, Exception error);

    [LoggerMessage(1008, LogLevel.Warning,
        "The shared ledger cannot be reached. Soon everything kept is shown as stale, and invalidations are refused, until it is back; it is asked again by itself.")]
    public static partial void LedgerOutOfReach(ILogger logger, Exception error);

    [LoggerMessage(1009, LogLevel.Information, "The shared ledger is there: epoch {Epoch}, number {Number}.")]
    public static partial void LedgerBack(ILogger logger, Guid epoch, long number);

    [LoggerMessage(1010, LogLevel.Warning, "The shared ledger had lost the expiry of {Tags} tags that this server knows of. They were expired once more.")]
    public static partial void StampedAgain(ILogger logger, int tags);

    [LoggerMessage(1011, LogLevel.Debug, "The shared ledger cannot be listened to, and is asked at its interval alone.")]
    public static partial void NoBell(ILogger logger, Exception error);

    [LoggerMessage(1110, LogLevel.Warning, "The cache handler was not told of {Tags} invalidated tags: RevalidateTagAsync failed or took too long. The invalidation itself is in force.")]
    public static partial void HandlerDidNotRevalidate(ILogger logger, int tags, Exception error);

    [LoggerMessage(1111, LogLevel.Warning, "The cache handler failed in ResetRequestCache.")]
    public static partial void HandlerDidNotReset(ILogger logger, Exception error);
}
