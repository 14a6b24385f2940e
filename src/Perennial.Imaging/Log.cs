using Microsoft.Extensions.Logging;

namespace Perennial.Imaging;

internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "An image worker (process {Process}) is ready: {Library}")]
    public static partial void Ready(ILogger logger, int process, string library);

    [LoggerMessage(4001, LogLevel.Debug, "No image worker can be started: {Why}")]
    public static partial void Unavailable(ILogger logger, string why);

    [LoggerMessage(4002, LogLevel.Warning, "An image worker (process {Process}) died over a picture with exit code {Code}; another one takes its place. It said: {Text}")]
    public static partial void Died(ILogger logger, int process, int code, string text);

    [LoggerMessage(4003, LogLevel.Warning, "An image worker (process {Process}) was ended: its picture took longer than {Limit}")]
    public static partial void TooSlow(ILogger logger, int process, TimeSpan limit);

    [LoggerMessage(4004, LogLevel.Debug, "An image worker (process {Process}) is ended: {Why}")]
    public static partial void Ended(ILogger logger, int process, string why);

    [LoggerMessage(4005, LogLevel.Warning, "An image worker (process {Process}) was ended: it answered {What}, which no worker of ours says")]
    public static partial void Gibberish(ILogger logger, int process, string what);
}
