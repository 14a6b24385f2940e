using Microsoft.Extensions.Logging;

namespace Perennial.Telemetry;

internal static partial class Log
{
    [LoggerMessage(1390, LogLevel.Information, "{Instrumentation} is registered")]
    public static partial void Registered(ILogger logger, string instrumentation);

    [LoggerMessage(1391, LogLevel.Warning, "{Instrumentation} failed to take note of an error")]
    public static partial void InstrumentationFailed(ILogger logger, string instrumentation, Exception error);

    [LoggerMessage(1392, LogLevel.Warning, "Instrumentations are still busy with {Limit} errors; further ones are not told until they catch up")]
    public static partial void ErrorsNotTold(ILogger logger, int limit);

    [LoggerMessage(1393, LogLevel.Warning, "{Count} errors were not told to the end before the process stopped")]
    public static partial void ErrorsLeftUntold(ILogger logger, int count);
}
