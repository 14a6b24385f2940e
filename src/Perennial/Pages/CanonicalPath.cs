using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>The one spelling of a page's path. Routing accepts others (case of literals, a trailing slash); none of them may become a second entry.</summary>
internal static class CanonicalPath
{
    /// <summary>The path that the pattern and these values spell, decoded.</summary>
    /// <param name="pattern">The page's pattern.</param>
    /// <param name="values">What routing took from <paramref name="path"/>.</param>
    /// <param name="path">The path as it was asked for.</param>
    public static string Of(RoutePattern pattern, RouteValueDictionary values, string path)
    {
        // With defaults or optional parts, "absent" and "the default" spell the same page: only the slash is ours to mend.
        if (pattern.Defaults.Count > 0 || pattern.Parameters.Any(static parameter => parameter.IsOptional))
        {
            return PathText.Canonical(path);
        }

        var text = new StringBuilder(path.Length);
        foreach (var segment in pattern.PathSegments)
        {
            text.Append('/');
            foreach (var part in segment.Parts)
            {
                text.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart parameter => Text(values[parameter.Name]),
                    _ => "",
                });
            }
        }

        return text.Length > 1 ? PathText.Canonical(text.ToString()) : "/";
    }

    /// <summary>The values of the pattern's parameters, in its order.</summary>
    public static IReadOnlyList<string?> Values(RoutePattern pattern, RouteValueDictionary values)
    {
        if (pattern.Parameters.Count == 0)
        {
            return [];
        }

        var texts = new string?[pattern.Parameters.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = values[pattern.Parameters[i].Name] is { } value ? Text(value) : null;
        }

        return texts;
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
