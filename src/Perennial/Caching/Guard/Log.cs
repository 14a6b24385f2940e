using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Guard;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Warning, "The {Store} cache store failed a {Operation}; pages are rendered instead ({Faults} faults since the last such line).")]
    public static partial void StoreFailed(ILogger logger, string store, string operation, long faults, Exception error);

    [LoggerMessage(1101, LogLevel.Warning, "The {Store} cache store failed {Faults} times in a row to {Operation}; it is asked only now and then until it works.")]
    public static partial void StorePaused(ILogger logger, string store, string operation, int faults);

    [LoggerMessage(1102, LogLevel.Information, "The {Store} cache store works again ({Operation}).")]
    public static partial void StoreWorksAgain(ILogger logger, string store, string operation);

    [LoggerMessage(1105, LogLevel.Warning, "More than {Keys} entries could not be written to the far cache store; what is older than the newest of them is not read from it, and is rendered once more.")]
    public static partial void SharedStoreIsDistrusted(ILogger logger, int keys);

    [LoggerMessage(1104, LogLevel.Debug, "A lease could not be given back, and ends when its time is over.")]
    public static partial void LeaseNotEnded(ILogger logger, Exception error);

    [LoggerMessage(1103, LogLevel.Error, "More than {Keys} entries could not be written to the near cache store; until the next start only entries written from now on are read from it.")]
    public static partial void StoreIsDistrusted(ILogger logger, int keys);
}
