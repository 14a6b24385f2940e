using Perennial.Http;

namespace Perennial.Pages.Front;

internal static class DefaultCacheControl
{
    public static string? For(Facts response) => response switch
    {
        { IsFingerprinted: true, Status: 200 or 206 or 304 } => response.IsGuarded ? FreshnessHeaders.GuardedImmutable : FreshnessHeaders.Immutable,

        // An error page carries the Cache-Control that the error handler left, or none; a shared cache must keep neither.
        { Status: >= 500 } => FreshnessHeaders.Private,
        { CacheControl.Length: > 0 } => null,
        { IsFile: true, Status: 200 or 206 or 304 or 416 } => response.IsGuarded ? FreshnessHeaders.GuardedFile : FreshnessHeaders.File,
        { Status: 304 } => null,
        { Status: >= 300 } or { IsPage: true } or { SetsCookie: true } => FreshnessHeaders.Private,

        // Caches ignore cookies, and not all of them respect Authorization (RFC 9111 §3.5).
        { IsGuarded: true } => FreshnessHeaders.Private,
        _ when response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true => FreshnessHeaders.Private,

        // An API of the app's own decides for itself.
        _ => null,
    };

    internal readonly record struct Facts(
        int Status, string CacheControl, string? ContentType, bool SetsCookie, bool IsPage, bool IsFile, bool IsFingerprinted, bool IsGuarded = false);
}
