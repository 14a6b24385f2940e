using Microsoft.Extensions.Logging;

namespace Perennial.Drafts;

internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Information, "A draft link was followed, and draft mode turned on for one browser")]
    public static partial void Entered(ILogger logger);

    [LoggerMessage(1301, LogLevel.Information, "A draft link with a wrong secret, or without a slug, was refused")]
    public static partial void Refused(ILogger logger);

    [LoggerMessage(1302, LogLevel.Warning, "A draft link was refused because MapDraft was given no secret: nobody can turn draft mode on by it. Give one by the configuration")]
    public static partial void NoSecret(ILogger logger);

    [LoggerMessage(1303, LogLevel.Warning, "What was found for a draft link is no path of this site, so the link was refused. The resolver must give a path such as '/blog/post-1'")]
    public static partial void NotLocal(ILogger logger);

    [LoggerMessage(1304, LogLevel.Debug, "Draft mode stays as it is: a {Method} request that nobody follows must not change it")]
    public static partial void NotMeant(ILogger logger, string method);
}
