using Microsoft.Extensions.Logging;

namespace Perennial.After;

internal static partial class Log
{
    [LoggerMessage(1410, LogLevel.Error, "Work after a response failed")]
    public static partial void WorkFailed(ILogger logger, Exception error);

    [LoggerMessage(1411, LogLevel.Error, "Work after a response took longer than {Timeout} (Perennial:After:Timeout) and was cancelled")]
    public static partial void WorkTimedOut(ILogger logger, TimeSpan timeout);

    [LoggerMessage(1412, LogLevel.Warning, "Work after a response was refused: {Why}; {Count} refused so far")]
    public static partial void WorkRefused(ILogger logger, string why, long count);

    [LoggerMessage(1413, LogLevel.Warning, "Work after responses was given up because the process ends: {Running} pieces ran, {Waiting} waited")]
    public static partial void WorkGivenUp(ILogger logger, int running, int waiting);

    [LoggerMessage(1420, LogLevel.Information, "Stopping: the process is gone in {Deadline} s at the latest")]
    public static partial void Stopping(ILogger logger, double deadline);

    [LoggerMessage(1423, LogLevel.Information, "Visitors are still taken for {Delay} s")]
    public static partial void StillTaking(ILogger logger, double delay);

    [LoggerMessage(1421, LogLevel.Warning, "Requests that still ran after {Time} were aborted")]
    public static partial void RequestsAborted(ILogger logger, TimeSpan time);

    [LoggerMessage(1422, LogLevel.Information, "SIGINT and SIGTERM are the app's own (PERENNIAL_MANUAL_SIG_HANDLE)")]
    public static partial void SignalsLeft(ILogger logger);
}
