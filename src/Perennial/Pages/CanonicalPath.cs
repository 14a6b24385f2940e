using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>The one spelling of a page's path. Routing accepts others (case of literals, a trailing slash); none of them may become a second entry.</summary>
internal static class CanonicalPath
{
    // Values that the pattern leaves open stay as they were asked for.
    public static string Of(RoutePattern pattern, RouteValueDictionary values, string path)
    {
        var canonical = PathText.Canonical(path);
        var rest = canonical.AsSpan().TrimStart('/');
        var text = new StringBuilder(canonical.Length);
        foreach (var segment in pattern.PathSegments)
        {
            if (rest.IsEmpty || segment.Parts is [RoutePatternParameterPart { IsCatchAll: true }])
            {
                break;
            }

            var end = rest.IndexOf('/') is >= 0 and var slash ? slash : rest.Length;
            text.Append('/').Append(Format(pattern, values, segment, rest[..end].ToString()));
            rest = rest[end..].TrimStart('/');
        }

        if (!rest.IsEmpty)
        {
            text.Append('/').Append(rest);
        }

        return text.Length == 0 ? "/" : text.Equals(path) ? path : text.ToString();
    }

    public static IReadOnlyList<string?> Values(RoutePattern pattern, RouteValueDictionary values)
    {
        if (pattern.Parameters.Count == 0)
        {
            return [];
        }

        var texts = new string?[pattern.Parameters.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            var parameter = pattern.Parameters[i];
            var value = Value(pattern, values, parameter.Name);

            // Whether paths end with a slash is the site's choice (TrailingSlash); in a catch-all it would become part of the value.
            texts[i] = parameter.IsCatchAll ? value?.TrimEnd('/') : value;
        }

        return texts;
    }

    /// <summary>
    /// The path that pattern and values alone give, as short as it can be. Several paths may lead to one entry (<c>/</c> and
    /// <c>/Home/Index</c>, <c>/v1</c> and <c>/V1</c>), and each must find it when it is invalidated.
    /// </summary>
    public static string Name(RoutePattern pattern, IReadOnlyList<string?> values)
    {
        var segments = pattern.PathSegments.Select(segment => Text(pattern, values, segment)).ToList();
        var count = segments.Count;
        while (count > 0 && IsImplied(pattern, pattern.PathSegments[count - 1], segments[count - 1]))
        {
            count--;
        }

        return PathText.Canonical("/" + string.Join('/', segments.Take(count)));
    }

    private static string Text(RoutePattern pattern, IReadOnlyList<string?> values, RoutePatternPathSegment segment)
    {
        var text = new StringBuilder();
        foreach (var part in segment.Parts)
        {
            text.Append(part switch
            {
                RoutePatternLiteralPart literal => literal.Content,
                RoutePatternSeparatorPart separator => separator.Content,
                RoutePatternParameterPart parameter => ValueOf(pattern, values, parameter.Name),
                _ => null,
            });
        }

        return text.ToString();
    }

    private static bool IsImplied(RoutePattern pattern, RoutePatternPathSegment segment, string text) =>
        segment.Parts is [RoutePatternParameterPart parameter]
        && (text.Length == 0 || text.Equals(Text(pattern.Defaults.GetValueOrDefault(parameter.Name)), StringComparison.OrdinalIgnoreCase));

    private static string? ValueOf(RoutePattern pattern, IReadOnlyList<string?> values, string name)
    {
        for (var i = 0; i < pattern.Parameters.Count; i++)
        {
            if (pattern.Parameters[i].Name == name)
            {
                return values[i];
            }
        }

        return null;
    }

    private static string Format(RoutePattern pattern, RouteValueDictionary values, RoutePatternPathSegment segment, string asked)
    {
        var spelled = string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => Value(pattern, values, parameter.Name),
            _ => null,
        }));

        // They differ in more than case where a part is absent or a transformer stands between path and value.
        return spelled.Equals(asked, StringComparison.OrdinalIgnoreCase) ? spelled : asked;
    }

    // A conventional route ("{controller}/{action}") belongs to one action, whose names are as good as literals.
    private static string? Value(RoutePattern pattern, RouteValueDictionary values, string name) =>
        pattern.RequiredValues.TryGetValue(name, out var required) && required is string { Length: > 0 } text ? text
        : values[name] is { } value ? Text(value)
        : null;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

internal sealed class PageSpelling(PageAliases aliases)
{
    public string Of(PageDefinition page, HttpRequest request)
    {
        var asked = request.Path.Value ?? "/";
        if (page is not { IsKept: true, Rewrite: null })
        {
            return PathText.Canonical(asked);
        }

        var (canonical, path) = aliases.CanonicalOf(page, asked);
        return CanonicalPath.Of(canonical.Endpoint.RoutePattern, request.RouteValues, path);
    }
}
