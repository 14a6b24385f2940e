using Microsoft.Extensions.Logging;

namespace Perennial.Redis;

internal static partial class Log
{
    [LoggerMessage(7101, LogLevel.Error,
        "Redis evicts any key when its memory is full (maxmemory-policy {Policy}), and so it may forget what was invalidated. Set it to volatile-lru or noeviction.")]
    public static partial void EvictsAnyKey(ILogger logger, string policy);

    [LoggerMessage(7102, LogLevel.Information, "Invalidations are as durable as Redis is: appendfsync {Sync}.")]
    public static partial void Durability(ILogger logger, string sync);

    [LoggerMessage(7103, LogLevel.Debug, "A lease could not be given back; it ends by itself.")]
    public static partial void LeaseNotGivenBack(ILogger logger, Exception error);
}
