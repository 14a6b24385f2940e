using Perennial.Http;

namespace Perennial.Pages;

/// <summary>Which Cache-Control a response gets that is not a kept page. Values in, values out.</summary>
internal static class DefaultCacheControl
{
    /// <returns>The value to set, or null to leave what is there.</returns>
    public static string? For(Facts response) => response switch
    {
        { IsFingerprinted: true, Status: 200 or 206 or 304 } => response.IsGuarded ? FreshnessHeaders.GuardedImmutable : FreshnessHeaders.Immutable,

        // An error page says what the error handler left over, or nothing; a shared cache must keep neither.
        { Status: >= 500 } => FreshnessHeaders.Private,
        { CacheControl.Length: > 0 } => null,
        { IsFile: true, Status: 200 or 206 or 304 or 416 } => response.IsGuarded ? FreshnessHeaders.GuardedFile : FreshnessHeaders.File,
        { Status: 304 } => null,
        { Status: >= 300 } or { IsPage: true } or { SetsCookie: true } => FreshnessHeaders.Private,

        // Cookies say nothing to a cache, and Authorization not to every one (RFC 9111 §3.5).
        { IsGuarded: true } => FreshnessHeaders.Private,
        _ when response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true => FreshnessHeaders.Private,

        // An app's own API: it may have its reasons.
        _ => null,
    };

    /// <param name="Status">The status.</param>
    /// <param name="CacheControl">What somebody said already.</param>
    /// <param name="ContentType">The content type.</param>
    /// <param name="SetsCookie">Whether a cookie is set.</param>
    /// <param name="IsPage">Whether a page answers that is not kept.</param>
    /// <param name="IsFile">Whether a file does, whose name stays when its content changes.</param>
    /// <param name="IsFingerprinted">Whether one does whose name changes.</param>
    /// <param name="IsGuarded">Whether the answer was asked for with permission: others may not get it.</param>
    internal readonly record struct Facts(
        int Status, string CacheControl, string? ContentType, bool SetsCookie, bool IsPage, bool IsFile, bool IsFingerprinted, bool IsGuarded = false);
}
