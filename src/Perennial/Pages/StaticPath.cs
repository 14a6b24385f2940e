using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>Spells the path of given route values, decoded, as a request for it would arrive.</summary>
internal static class StaticPath
{
    public static string? Of(RoutePattern pattern, RouteValueDictionary values, out string? missing)
    {
        missing = null;
        var text = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            var start = text.Length;
            text.Append('/');
            foreach (var part in segment.Parts)
            {
                if (part is not RoutePatternParameterPart parameter)
                {
                    text.Append(part is RoutePatternLiteralPart literal ? literal.Content : ((RoutePatternSeparatorPart)part).Content);
                    continue;
                }

                var value = Value(pattern, values, parameter);
                if (value.Length == 0 && (parameter.IsOptional || parameter.IsCatchAll))
                {
                    text.Length = start;
                    return start == 0 ? "/" : text.ToString();
                }

                if (value.Length == 0)
                {
                    missing = parameter.Name;
                    return null;
                }

                text.Append(Format(value, parameter.IsCatchAll));
            }
        }

        return text.Length == 0 ? "/" : text.ToString();
    }

    // What is built must lie where visits look for it.
    public static RouteValueDictionary RoutedValues(RoutePattern pattern, RouteValueDictionary values)
    {
        var routed = new RouteValueDictionary();
        foreach (var parameter in pattern.Parameters)
        {
            var value = Value(pattern, values, parameter);
            routed[parameter.Name] = value.Length == 0 ? null : Format(value, parameter.IsCatchAll);
        }

        return routed;
    }

    // A slash inside one segment travels as %2F, which Kestrel leaves alone.
    private static string Format(string value, bool isCatchAll) =>
        PathText.WithOneEscape(isCatchAll ? value.TrimStart('/') : value.Replace("/", "%2F", StringComparison.Ordinal));

    // What makes an action of a conventional route that action, nobody needs to say.
    private static string Value(RoutePattern pattern, RouteValueDictionary values, RoutePatternParameterPart parameter) =>
        pattern.RequiredValues.GetValueOrDefault(parameter.Name) is string { Length: > 0 } required ? required
        : Convert.ToString(values[parameter.Name] ?? pattern.Defaults.GetValueOrDefault(parameter.Name), CultureInfo.InvariantCulture) ?? "";
}
