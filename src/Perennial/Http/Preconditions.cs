using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Perennial.Http;

/// <summary>Whether a GET or HEAD can be answered with 304 (RFC 9110 §13). The one place that decides it.</summary>
/// <remarks>
/// A tag is compared with the tag of the representation that would be sent now: after a change of
/// Accept-Encoding the visitor's <c>"x-br"</c> does not match <c>"x"</c>, and the whole body is sent.
/// </remarks>
internal static class Preconditions
{
    public enum Verdict
    {
        Proceed,
        NotModified,
    }

    public static Verdict Evaluate(
        StringValues ifNoneMatch, StringValues ifModifiedSince, string? etag, DateTimeOffset? lastModified = null)
    {
        if (ifNoneMatch.Count is 0)
        {
            return ifModifiedSince.Count is 1 && lastModified is { } modified && IsUnchangedSince(ifModifiedSince[0], modified)
                ? Verdict.NotModified
                : Verdict.Proceed;
        }

        // §13.1.3: with If-None-Match present, If-Modified-Since is ignored, whatever it says.
        return Matches(ifNoneMatch, etag) ? Verdict.NotModified : Verdict.Proceed;
    }

    private static bool Matches(StringValues lines, string? etag)
    {
        // The usual tag first. "*" matches whatever there is, with a tag or without (§13.1.2).
        if (lines.Count is 1 && lines[0] is { } only && (only == etag || only.AsSpan().Trim(" \t") is "*"))
        {
            return true;
        }

        if (etag is null)
        {
            return false;
        }

        // Weak comparison (§8.8.3.2): proxies that compress turn our tag into W/"…", and it still means this page.
        var opaque = Opaque(etag);
        foreach (var line in lines)
        {
            if (Contains(line, opaque))
            {
                return true;
            }
        }

        return false;
    }

    // Not a split at commas: an entity tag may contain one. A list that cannot be read further ends there, and what was
    // not read does not match: the whole body is always a right answer.
    private static bool Contains(ReadOnlySpan<char> line, ReadOnlySpan<char> opaque)
    {
        while (true)
        {
            line = Opaque(line.TrimStart(" \t,"));
            if (line.Length < 2 || line[0] is not '"')
            {
                return false;
            }

            var end = line[1..].IndexOf('"') + 2;
            if (end < 2)
            {
                return false;
            }

            if (line[..end].SequenceEqual(opaque))
            {
                return true;
            }

            line = line[end..];
        }
    }

    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) =>
        tag.StartsWith("W/\"", StringComparison.Ordinal) ? tag[2..] : tag;

    private static bool IsUnchangedSince(string? date, DateTimeOffset modified) =>
        HeaderUtilities.TryParseDate(date, out var since) && modified.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
}
