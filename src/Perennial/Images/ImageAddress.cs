using System.Globalization;
using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>
/// What can be said of a picture's URL by looking at it. A page asks before it links to the optimiser, and the optimiser
/// before it looks for the picture: what one of them knows, the other must know.
/// </summary>
internal static class ImageAddress
{
    /// <summary>Next's limit: longer is an attack or a data URL, and neither is fetched.</summary>
    public const int MaxLength = 3072;

    /// <summary>The same as a query holds it: Kestrel and nginx read no request line beyond 8 KiB.</summary>
    private const int MaxEscapedLength = 7000;

    public static string? ProblemOf(string url, string own)
    {
        if (url.Length > MaxLength)
        {
            return $"has {url.Length} characters; the most is {MaxLength}";
        }

        if (url.Length == 0 || url.Any(static c => char.IsControl(c) || c is '\\'))
        {
            return "must be a path or an http(s) URL, without control characters and backslashes";
        }

        // A letter beyond ASCII takes up to nine characters.
        if (url.Length > MaxEscapedLength / 9 && Uri.EscapeDataString(url).Length is var escaped && escaped > MaxEscapedLength)
        {
            return $"has {escaped} characters when it is escaped; the most is {MaxEscapedLength}";
        }

        if (url[0] is not '/')
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
                ? null
                : "must be a path or an http(s) URL without a user name";
        }

        return url.StartsWith("//", StringComparison.Ordinal) ? "must not begin with '//'; give the scheme, too"
            : PathOf(url.Split('?', '#')[0]) is not { } path
                ? "is not a well-formed path: it may hold no dot segments, no empty ones, no backslash and no '%' that is no escape"
            : path.Equals(own, StringComparison.OrdinalIgnoreCase) ? "must not be an optimised picture itself"
            : null;
    }

    /// <summary>
    /// A path as Kestrel would hand it on: escapes are decoded once, and <c>%2F</c> stays. Null when it would not, or when
    /// whoever decodes it a second time (a proxy, a file system) could leave the folder by it: Kestrel would have removed
    /// dot segments, and nobody does here.
    /// </summary>
    public static string? PathOf(string path)
    {
        if (path.Contains("%00", StringComparison.Ordinal))
        {
            return null;
        }

        var decoded = PathString.FromUriComponent(path).Value!;
        var twice = Uri.UnescapeDataString(decoded);
        return RawTarget.Check(path, decoded) is RawTarget.Verdict.WellFormed
            && RawTarget.Check("", twice) is RawTarget.Verdict.WellFormed
            && !twice.Contains('\\', StringComparison.Ordinal)
            && !decoded.Contains("//", StringComparison.Ordinal)
            && !twice.Split('/').Any(static segment => segment is "." or "..")
                ? decoded
                : null;
    }
}

internal static class ImageUrl
{
    public static string Of(string path, string src, int width, int quality) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?url={Uri.EscapeDataString(src)}&w={width}&q={quality}");
}
