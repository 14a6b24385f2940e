using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Perennial.Rules;

internal sealed class SourceParser(ParameterPolicyFactory policies)
{
    public SourceTemplate Parse(string source, string basePath)
    {
        if (NextSyntax.Translate(source) is { } ours)
        {
            throw new RuleException("PER1101", $"'{source}' is spelled as in Next.js. Here it is '{ours}'");
        }

        if (!source.StartsWith('/'))
        {
            throw new RuleException("PER1100", $"'{source}' is no path: it begins with '/', for example '/blog/{{slug}}'");
        }

        RoutePattern pattern;
        try
        {
            pattern = RoutePatternFactory.Parse(basePath.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal) + source);
        }
        catch (RoutePatternException error)
        {
            throw new RuleException("PER1100", $"'{source}' is no route template: {error.Message.TrimEnd('.')}");
        }

        foreach (var literal in pattern.PathSegments.SelectMany(static segment => segment.Parts).OfType<RoutePatternLiteralPart>())
        {
            if (PathString.FromUriComponent("/" + literal.Content).Value![1..] is var decoded && decoded != literal.Content)
            {
                throw new RuleException("PER1100", $"'{source}' has the escape of a character, and paths are compared decoded: write '{decoded}' for '{literal.Content}'");
            }
        }

        return new(
            pattern,
            pattern.ParameterPolicies.ToDictionary(
                static pair => pair.Key,
                pair => pair.Value.Select(policy => Constraint(source, pattern.GetParameter(pair.Key)!, policy)).ToArray()));
    }

    [SuppressMessage("Design", "CA1031", Justification = "A constraint of the app's own may throw anything; it is told with its place.")]
    private IRouteConstraint Constraint(string source, RoutePatternParameterPart parameter, RoutePatternParameterPolicyReference policy)
    {
        var text = policy.Content ?? "";
        try
        {
            return text.StartsWith("regex(", StringComparison.OrdinalIgnoreCase) && text.EndsWith(')')
                ? new LinearRegexConstraint(text["regex(".Length..^1])
                : policies.Create(parameter, text) as IRouteConstraint
                    ?? throw new RuleException("PER1102", $"'{source}' has '{text}', which changes values and does not judge them; a source takes constraints only");
        }
        catch (Exception error) when (error is RegexParseException or NotSupportedException)
        {
            throw new RuleException(
                "PER1102", $"'{source}' has the constraint '{text}', which cannot be run in linear time: {error.Message.TrimEnd('.')}. Write it without lookarounds and backreferences");
        }
        catch (Exception error) when (error is not RuleException)
        {
            throw new RuleException("PER1102", $"'{source}' has the constraint '{text}', which cannot be made: {error.Message.TrimEnd('.')}");
        }
    }
}
