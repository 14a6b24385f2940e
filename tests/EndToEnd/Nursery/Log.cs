namespace Nursery;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "holds until {File}")]
    public static partial void Holds(ILogger logger, string file);

    [LoggerMessage(2, LogLevel.Information, "after-work done: {File}")]
    public static partial void Done(ILogger logger, string file);
}
