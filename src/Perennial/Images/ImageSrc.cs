using System.Text;
using System.Text.RegularExpressions;

namespace Perennial.Images;

internal static partial class ImageSrc
{
    public static bool IsInPlace(string src) =>
        src.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || src.StartsWith("blob:", StringComparison.OrdinalIgnoreCase);

    public static bool IsVector(string src) => src.Split('?', '#')[0].EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    public static string WithoutFragment(string url) => url.IndexOf('#', StringComparison.Ordinal) is var mark and >= 0 ? url[..mark] : url;

    /// <summary>
    /// A path with a slash in front, or a whole URL. <c>~/</c> is the base path, as in views; <c>photos/fern.1a2b.jpg</c>
    /// stands below it, too: so <c>@Assets["photos/fern.jpg"]</c> is written by a component, and a browser reads it from
    /// <c>&lt;base href&gt;</c>. Null for anything else.
    /// </summary>
    public static string? Resolve(string src, string basePath)
    {
        if (src.StartsWith("~/", StringComparison.Ordinal))
        {
            return basePath + WithWholeEscapes(src[1..]);
        }

        if (src.StartsWith("//", StringComparison.Ordinal) || src.Any(static c => char.IsControl(c) || c is '\\'))
        {
            return null;
        }

        if (IsWeb(src))
        {
            return src;
        }

        if (src[0] is '/')
        {
            return WithWholeEscapes(src);
        }

        var first = src.Split('/', 2)[0];
        return first is "." or ".." || src[0] is '?' or '#' or ' ' || first.Contains(':', StringComparison.Ordinal)
            ? null
            : $"{basePath}/{WithWholeEscapes(src)}";
    }

    /// <summary>A file that is named <c>100% wool.jpg</c>, written as it is: a sign that begins no escape is a sign.</summary>
    /// <summary>As a sentence may hold it.</summary>
    public static string Shortened(string src) => src.Length > 200 ? src[..200] + "…" : src;

    private static string WithWholeEscapes(string path) => LonePercent().Replace(path, "%25");

    public static bool IsRooted(string src) => src.StartsWith('/') || src.StartsWith("~/", StringComparison.Ordinal) || IsWeb(src) || IsInPlace(src);

    /// <summary>A URL as a header can carry it: what is not printable ASCII, and what would end it there, is escaped.</summary>
    public static string InHeader(string url)
    {
        if (url.All(IsHarmless))
        {
            return url;
        }

        var text = new StringBuilder();
        foreach (var rune in url.EnumerateRunes())
        {
            _ = rune.IsAscii && IsHarmless((char)rune.Value) ? text.Append((char)rune.Value) : text.Append(Uri.EscapeDataString(rune.ToString()));
        }

        return text.ToString();
    }

    private static bool IsHarmless(char c) => c is > ' ' and <= '~' and not ('"' or '<' or '>');

    private static bool IsWeb(string src) =>
        (src.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || src.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(src, UriKind.Absolute, out _);

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex LonePercent();
}
