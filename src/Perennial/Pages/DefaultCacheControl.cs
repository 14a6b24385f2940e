using Perennial.Http;

namespace Perennial.Pages;

/// <summary>Which Cache-Control a response gets that is not a kept page. Values in, values out.</summary>
internal static class DefaultCacheControl
{
    /// <returns>The value to set, or null to leave what is there.</returns>
    public static string? For(Facts response) => response switch
    {
        { IsFingerprinted: true, Status: 200 or 206 or 304 } => FreshnessHeaders.Immutable,

        // An error page says what the error handler left over, or nothing; a shared cache must keep neither.
        { Status: >= 500 } => FreshnessHeaders.Private,
        { CacheControl.Length: > 0 } => null,
        { IsFile: true, Status: 200 or 206 or 304 or 416 } => FreshnessHeaders.File,
        { Status: 304 } => null,
        { Status: >= 300 } or { IsPage: true } or { SetsCookie: true } => FreshnessHeaders.Private,
        _ when response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true => FreshnessHeaders.Private,

        // An app's own API: it may have its reasons.
        _ => null,
    };

    internal readonly record struct Facts(
        int Status, string CacheControl, string? ContentType, bool SetsCookie, bool IsPage, bool IsFile, bool IsFingerprinted);
}
