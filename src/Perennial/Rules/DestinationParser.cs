using System.Text;
using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>Takes a destination apart, and refuses what could lead elsewhere than it says.</summary>
internal static class DestinationParser
{
    public static Destination Parse(string text, string basePath)
    {
        if (text.Length == 0)
        {
            throw new RuleException("PER1103", "is empty; say where to: a path as '/blog/{slug}', or an absolute URL");
        }

        if (text.Contains('\\', StringComparison.Ordinal) || RawTarget.HasControl(text) || text.StartsWith("//", StringComparison.Ordinal))
        {
            throw new RuleException(
                "PER1103", $"'{text}' could lead to another host: two slashes at its beginning, a backslash, or a control character; write https://… if that is meant");
        }

        var origin = OriginOf(text);
        var rest = text[(origin?.Length ?? 0)..];
        if (origin is null && !rest.StartsWith('/'))
        {
            throw new RuleException("PER1103", $"'{text}' is neither a path that begins with '/' nor an http or https URL");
        }

        try
        {
            var (path, query, fragment) = Split(rest);
            return new(
                text,
                origin,
                basePath,
                TextTemplate.Parse(path.Length == 0 ? "/" : path).Map(Decoded),
                [.. (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair)],
                fragment is null ? null : TextTemplate.Parse(fragment));
        }
        catch (FormatException error)
        {
            throw new RuleException("PER1103", $"'{text}' cannot be read: {error.Message}");
        }
    }

    private static string? OriginOf(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 || text.StartsWith('/'))
        {
            return null;
        }

        var end = text.AsSpan(scheme + 3).IndexOfAny('/', '?', '#');
        var origin = end < 0 ? text : text[..(scheme + 3 + end)];
        if (origin.AsSpan().ContainsAny('{', '}'))
        {
            throw new RuleException(
                "PER1105", $"'{text}' has a placeholder in its host: whoever fills it chooses the server; write one rule for each host");
        }

        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0
            || uri.Host.Length == 0)
        {
            throw new RuleException("PER1103", $"'{text}' is no http or https URL of a host, without user and password");
        }

        return Ascii.IsValid(origin) ? origin : throw new RuleException(
            "PER1103", $"'{text}' has a host that no header can carry; write '{uri.IdnHost}' in its place");
    }

    private static (string Path, string? Query, string? Fragment) Split(string text)
    {
        var fragment = text.IndexOf('#', StringComparison.Ordinal);
        var before = fragment < 0 ? text : text[..fragment];
        var query = before.IndexOf('?', StringComparison.Ordinal);
        return (
            query < 0 ? before : before[..query],
            query < 0 ? null : before[(query + 1)..],
            fragment < 0 ? null : text[(fragment + 1)..]);
    }

    private static (string, TextTemplate) Pair(string text)
    {
        var pair = text.Split('=', 2);
        var name = Uri.UnescapeDataString(pair[0].Replace('+', ' '));
        return name.AsSpan().ContainsAny('{', '}')
            ? throw new FormatException($"'{text}' has a placeholder in the name of a query parameter; values only")
            : (name, TextTemplate.Parse(pair.Length > 1 ? pair[1] : "").Map(static literal => Uri.UnescapeDataString(literal.Replace('+', ' '))));
    }

    // As Kestrel decodes: all but %2F. (PathString wants a slash at the beginning, a literal need not have one.)
    private static string Decoded(string literal) => PathString.FromUriComponent("/" + literal).Value![1..];
}
