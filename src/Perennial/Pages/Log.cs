using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;

namespace Perennial.Pages;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Debug, "{State} ({Reason}) {Path}")]
    public static partial void Answered(ILogger logger, FreshnessState state, FreshnessReason reason, string path);

    [LoggerMessage(2002, LogLevel.Debug, "Miss {Path}, waited for another visit's render: {Joined}")]
    public static partial void Rendered(ILogger logger, string path, bool joined);

    [LoggerMessage(2010, LogLevel.Debug, "Write {Path} ({Reason}): number {Number}, fresh for {Lifetime}, {Size} bytes")]
    public static partial void Written(ILogger logger, string path, RenderReason reason, long number, string lifetime, long size);

    [LoggerMessage(2003, LogLevel.Warning, "{Path} is expired and could not be rendered; the old page stays")]
    public static partial void KeptOld(ILogger logger, string path);

    [LoggerMessage(2004, LogLevel.Error, "{Route} could not be rendered")]
    public static partial void RenderFailed(ILogger logger, string route, Exception error);

    [LoggerMessage(2005, LogLevel.Information, "{Route} is rendered for each request: {Because}")]
    public static partial void LearntDynamic(ILogger logger, string route, string because);

    [LoggerMessage(2006, LogLevel.Warning, "{Route} says that it may be kept, but this response may not: {Because}. It was rendered for its visitor alone")]
    public static partial void NotKept(ILogger logger, string route, string because);

    [LoggerMessage(2007, LogLevel.Information, "{Kind} number {Number}: {Tags}")]
    public static partial void Invalidated(ILogger logger, InvalidationKind kind, long number, string tags);

    [LoggerMessage(2008, LogLevel.Information, "Regenerated {Path}")]
    public static partial void Regenerated(ILogger logger, string path);

    [LoggerMessage(2013, LogLevel.Warning, "{Policy} could not say whether a host is a site of this app (it failed {Count} times of late). Tenants that are known are served; others get 503")]
    public static partial void HostPolicyFailed(ILogger logger, string policy, long count, Exception error);

    [LoggerMessage(2011, LogLevel.Error, "A callback for the end of a response without a visitor failed")]
    public static partial void CompletionFailed(ILogger logger, Exception error);

    [LoggerMessage(2012, LogLevel.Warning, "Nothing is kept below the base path '{PathBase}', which requests come by and the site does not know. If the site lives there, set Perennial:Rules:BasePath to it")]
    public static partial void UnknownBase(ILogger logger, string pathBase);

    [LoggerMessage(2009, LogLevel.Warning, "{Observer} failed to take note of an invalidation, which is in force all the same")]
    public static partial void ObserverFailed(ILogger logger, string observer, Exception error);

    [LoggerMessage(2014, LogLevel.Debug, "{Route} sets the header {Header}, which is not kept with it; name it in Perennial:Http:ReplayHeaders to keep it")]
    public static partial void HeaderLeft(ILogger logger, string route, string header);

    [LoggerMessage(2016, LogLevel.Debug, "Coded {Page} again: {Fast} bytes of brotli became {Best}")]
    public static partial void CodedAgain(ILogger logger, string? page, int fast, int best);

    [LoggerMessage(2015, LogLevel.Warning, "{Route} was rendered in the culture {Kept}, and its visitor came in {Asked}: every visitor gets the page as it was rendered. UseRequestLocalization gives each culture pages of its own; a culture that code of the app's sets must be set behind UsePerennial")]
    public static partial void OtherCulture(ILogger logger, string route, string kept, string asked);
}
