using System.Buffers;
using System.Text;

namespace Perennial.Http;

internal static class PathText
{
    // RFC 3986 §3.3: pchar and '/', without '%'.
    private static readonly SearchValues<char> Unescaped = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/");

    public static bool IsCanonical(ReadOnlySpan<char> path) =>
        path is "/"
        || (path.Length > 1
            && path[0] is '/'
            && path[^1] is not '/'
            && path.IndexOf("//", StringComparison.Ordinal) < 0);

    // Returns the same instance when nothing has to change.
    public static string Canonical(string path)
    {
        if (IsCanonical(path))
        {
            return path;
        }

        var canonical = new StringBuilder(path.Length + 1);
        foreach (var range in path.AsSpan().Split('/'))
        {
            var segment = path.AsSpan()[range];
            if (segment.Length > 0)
            {
                canonical.Append('/').Append(segment);
            }
        }

        return canonical.Length is 0 ? "/" : canonical.ToString();
    }

    /// <summary>A decoded path with its one escape, of the slash, in one spelling (RFC 3986 §6.2.2.1); the same instance when it is so already.</summary>
    public static string WithOneEscape(string path) =>
        path.Contains("%2f", StringComparison.Ordinal) ? path.Replace("%2f", "%2F", StringComparison.Ordinal) : path;

    /// <summary>A part of a URL as a header carries it: what is not ASCII is escaped, and everything else stays as it is written.</summary>
    public static string Escaped(string text) => Ascii.IsValid(text)
        ? text
        : string.Concat(text.EnumerateRunes().Select(static rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    /// <summary>A decoded path as a Location header carries it: ASCII, percent-encoded, without a query.</summary>
    /// <remarks>
    /// Not PathString.ToUriComponent, which takes <c>%20</c> in a decoded path for a space; it was <c>%2520</c>. Only
    /// <c>%2F</c> is left as it is, because that is the one escape that Kestrel does not decode. (<c>%252F</c> gives the same
    /// Request.Path, so it cannot be told apart, and does not need to be: both lead to the same page.)
    /// A path that begins with two slashes would name another host, so they are always one.
    /// </remarks>
    public static string Encode(string path)
    {
        if (path.Length > 0 && path[0] is '/' && !path.AsSpan().StartsWith("//") && !path.AsSpan().ContainsAnyExcept(Unescaped))
        {
            return path;
        }

        var encoded = new StringBuilder(path.Length + 16).Append('/');
        var rest = path.AsSpan().TrimStart('/');
        Span<byte> utf8 = stackalloc byte[4];
        while (rest.Length > 0)
        {
            if (rest is ['%', '2', 'F' or 'f', ..])
            {
                encoded.Append("%2F");
                rest = rest[3..];
                continue;
            }

            // A lone surrogate comes out as U+FFFD, as any encoder on the way would make of it.
            Rune.DecodeFromUtf16(rest, out var rune, out var consumed);
            if (rune.IsAscii && Unescaped.Contains((char)rune.Value))
            {
                encoded.Append((char)rune.Value);
            }
            else
            {
                foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    encoded.Append('%').Append(octet.ToString("X2", provider: null));
                }
            }

            rest = rest[consumed..];
        }

        return encoded.ToString();
    }

    /// <summary>A path of this site, perhaps with a query, as a Location header carries it.</summary>
    /// <remarks>What is ASCII was meant as it is; anything else would not survive a header.</remarks>
    public static string ToLocation(string path) =>
        Ascii.IsValid(path) ? path : new Uri(new Uri("http://localhost"), path).PathAndQuery;

    /// <summary>Whether a redirect to <paramref name="location"/> surely stays on this site: an absolute path and nothing else.</summary>
    /// <remarks>
    /// Browsers drop tabs and line breaks from a URL and read a backslash as a slash, so <c>/\evil</c> and <c>/&lt;TAB&gt;/evil</c>
    /// are other hosts. The escaped spellings are refused as well: something on the way may decode them.
    /// </remarks>
    public static bool IsLocal(string? location)
    {
        if (string.IsNullOrEmpty(location) || !StaysHere(location))
        {
            return false;
        }

        var end = location.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? location : location[..end];
        return !path.Contains('%', StringComparison.Ordinal) || StaysHere(Uri.UnescapeDataString(path));
    }

    private static bool StaysHere(ReadOnlySpan<char> path) =>
        path[0] is '/' && (path.Length is 1 || path[1] is not ('/' or '\\')) && !RawTarget.HasControl(path);
}
