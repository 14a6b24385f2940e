using Microsoft.Extensions.Logging;

namespace Perennial.Rules.Forwarding;

internal static partial class Log
{
    [LoggerMessage(1250, LogLevel.Debug, "Passed on to {Origin}: {Status}")]
    public static partial void PassedOn(ILogger logger, string origin, int status);

    [LoggerMessage(1251, LogLevel.Warning, "{Origin} could not be reached or broke off before it answered {Method} {Path} ({Kind}: {Message}); answered 502")]
    public static partial void Unreachable(ILogger logger, string origin, string method, string path, HttpRequestError kind, string message);

    [LoggerMessage(1252, LogLevel.Warning, "{Origin} did not answer {Method} {Path} in time; answered 504")]
    public static partial void TookTooLong(ILogger logger, string origin, string method, string path);

    [LoggerMessage(1253, LogLevel.Warning, "{Origin} answered {Method} {Path} with what cannot be passed on ({Because}); answered 502")]
    public static partial void NotPassable(ILogger logger, string origin, string method, string path, string because);

    [LoggerMessage(1254, LogLevel.Warning, "{Origin} broke off in the middle of its answer to {Method} {Path} ({Message}); the visitor's connection is cut")]
    public static partial void BrokeOff(ILogger logger, string origin, string method, string path, string message);

    [LoggerMessage(1255, LogLevel.Error, "{Origin} led {Method} {Path} back here; answered 508. Its rewrite's destination is this site")]
    public static partial void Loop(ILogger logger, string origin, string method, string path);

    [LoggerMessage(1256, LogLevel.Debug, "The body of {Method} {Path} could not be read; answered {Status}")]
    public static partial void BodyRefused(ILogger logger, string method, string path, int status);
}
