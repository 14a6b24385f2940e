using Microsoft.Extensions.Logging;

namespace Perennial.Caching;

/// <summary>1100-1199: what the guard of a store says. At most a line a minute for each kind of fault.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Warning, "The cache store failed a {Operation}; pages are rendered instead ({Faults} faults since the last such line).")]
    public static partial void StoreFailed(ILogger logger, string operation, long faults, Exception error);

    [LoggerMessage(1101, LogLevel.Warning, "The cache store failed {Faults} times in a row to {Operation}; it is asked only now and then until it works.")]
    public static partial void StorePaused(ILogger logger, string operation, int faults);

    [LoggerMessage(1102, LogLevel.Information, "The cache store works again ({Operation}).")]
    public static partial void StoreWorksAgain(ILogger logger, string operation);

    [LoggerMessage(1103, LogLevel.Error, "More than {Keys} entries could not be written to the cache store; until the next start only entries written from now on are read from it.")]
    public static partial void StoreIsDistrusted(ILogger logger, int keys);

    [LoggerMessage(1110, LogLevel.Warning, "The cache handler was not told of {Tags} invalidated tags: RevalidateTagAsync failed or took too long. The invalidation itself is in force.")]
    public static partial void HandlerDidNotRevalidate(ILogger logger, int tags, Exception error);

    [LoggerMessage(1111, LogLevel.Warning, "The cache handler failed in ResetRequestCache.")]
    public static partial void HandlerDidNotReset(ILogger logger, Exception error);
}
