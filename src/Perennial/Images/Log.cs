using Microsoft.Extensions.Logging;

namespace Perennial.Images;

internal static partial class Log
{
    [LoggerMessage(4050, LogLevel.Warning, "Pictures are shown as they are, in full size: {Reason}")]
    public static partial void Unoptimized(ILogger logger, string reason);

    [LoggerMessage(4051, LogLevel.Error, "A picture could not be made in {Width} pixels.")]
    public static partial void NotMade(ILogger logger, int width, Exception error);

    [LoggerMessage(4052, LogLevel.Warning, "The picture '{Src}' of a page has no preview or size of its own: {Reason}")]
    public static partial void NotPrepared(ILogger logger, string src, string reason);

    [LoggerMessage(4054, LogLevel.Debug, "What was asked for as a picture is an endpoint that threw {Type}")]
    public static partial void SourceThrew(ILogger logger, Type type);

    [LoggerMessage(4053, LogLevel.Warning, "The picture '{Src}' of a page is shown as it is, in full size: {Reason}")]
    public static partial void LeftAlone(ILogger logger, string src, string reason);
}
