using System.Text;

namespace Perennial.Caching;

/// <summary>The one name of a path, in whatever equivalent spelling it is given (RFC 3986 §6.2.2).</summary>
internal static class NormalizedPath
{
    /// <summary>
    /// As the server hands a path on, and routing reads it: decoded but for the slash, which stays <c>%2F</c>; without dot
    /// segments, empty segments and a slash at its end; without query and fragment.
    /// </summary>
    public static string Of(string path)
    {
        var end = path.AsSpan().IndexOfAny('?', '#');
        var segments = new List<string>();
        foreach (var segment in Decoded(end < 0 ? path : path[..end]).Split('/').Skip(1))
        {
            if (segment is ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }

            // An empty one is a segment while dots are removed: "/a//../b" is "/a/b" (§5.2.4).
            if (segment is not ("." or ".."))
            {
                segments.Add(segment);
            }
        }

        return "/" + string.Join('/', segments.Where(static segment => segment.Length > 0));
    }

    // What is no escape of UTF-8 stays as it is; the server answers 400 to it.
    private static string Decoded(string path)
    {
        if (!path.Contains('%', StringComparison.Ordinal))
        {
            return path;
        }

        var text = new StringBuilder(path.Length);
        var rest = path.AsSpan();
        while (rest.IndexOf("%2F", StringComparison.OrdinalIgnoreCase) is var slash && slash >= 0)
        {
            text.Append(Uri.UnescapeDataString(rest[..slash])).Append("%2F");
            rest = rest[(slash + 3)..];
        }

        // "%252f" comes out as "%2f", and no server behind Kestrel can tell it from the escape of a slash.
        return text.Append(Uri.UnescapeDataString(rest)).Replace("%2f", "%2F").ToString();
    }
}
