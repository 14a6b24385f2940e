using Microsoft.Extensions.Logging;

namespace Perennial.Rules;

internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Debug, "{Source} redirects with {Status}")]
    public static partial void Redirected(ILogger logger, string source, int status);

    [LoggerMessage(1201, LogLevel.Debug, "{Source} is answered by {Destination}")]
    public static partial void Rewritten(ILogger logger, string source, string destination);

    [LoggerMessage(1210, LogLevel.Debug, "{Proxy}: {Outcome}")]
    public static partial void Proxied(ILogger logger, string proxy, string outcome);

    [LoggerMessage(1211, LogLevel.Warning, "{Proxy} wants to change the request header {Header}, which decides how a request is read or where it goes; it stays as it was")]
    public static partial void RequestHeaderRefused(ILogger logger, string proxy, string header);

    [LoggerMessage(1212, LogLevel.Warning, "{Proxy} sets the response header {Header}, which belongs to the response that carries it; it is left out")]
    public static partial void ResponseHeaderRefused(ILogger logger, string proxy, string header);
}
