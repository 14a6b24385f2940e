using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Perennial.Images;

/// <summary>What a source says of itself: for how long, and whether for everybody (RFC 9111 §5.2.2).</summary>
internal static class SourceLifetime
{
    public static TimeSpan Of(IHeaderDictionary headers, TimeSpan least) =>
        Read(headers.CacheControl) is { } control && (control.SharedMaxAge ?? control.MaxAge) is { } said && said > least ? said : least;

    /// <summary>Why the source is not for everybody; null when it may be shown to anyone.</summary>
    public static string? IsPrivateBecause(IHeaderDictionary headers)
    {
        if (headers.SetCookie.Count > 0)
        {
            return "sets a cookie";
        }

        if (Read(headers.CacheControl) is { } control && (control.Private || control.NoStore))
        {
            return "is private or no-store";
        }

        return headers.Vary.SelectMany(static line => (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Any(static name => name is "*" || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            ? "depends on who asks for it"
            : null;
    }

    private static CacheControlHeaderValue? Read(StringValues field) =>
        CacheControlHeaderValue.TryParse(string.Join(", ", field.ToArray()), out var control) ? control : null;
}
