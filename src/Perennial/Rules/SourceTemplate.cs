using System.Collections.Frozen;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Http;

namespace Perennial.Rules;

internal sealed class SourceTemplate
{
    private readonly SourceSegment[] _segments;
    private readonly FrozenDictionary<string, IRouteConstraint[]> _constraints;
    private readonly int _required;

    public SourceTemplate(RoutePattern pattern, IReadOnlyDictionary<string, IRouteConstraint[]> constraints)
    {
        Pattern = pattern;
        Names = [.. pattern.Parameters.Select(static parameter => parameter.Name)];
        _constraints = constraints.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _segments = [.. pattern.PathSegments.Select(Compile)];
        _required = _segments.Count(static segment => !segment.IsOptional && !segment.IsCatchAll);
        LiteralPrefix = [.. _segments.TakeWhile(static segment => segment.Literal is not null).Select(static segment => segment.Literal!)];
        TakesAllBelow = _segments is [.., { IsCatchAll: true }] && LiteralPrefix.Count == _segments.Length - 1 && _constraints.Count == 0;
        MatchesAll = TakesAllBelow && _segments.Length == 1;
    }

    public RoutePattern Pattern { get; }
    public IReadOnlyList<string> Names { get; }
    public IReadOnlyList<string> LiteralPrefix { get; }
    public bool TakesAllBelow { get; }
    public bool MatchesAll { get; }

    public bool TryMatch(string path, out RuleValues? values)
    {
        values = null;
        if (MatchesAll)
        {
            values = Names.Count == 0 ? null : new(Names, path, [1..path.Length]);
            return true;
        }

        Span<Range> taken = stackalloc Range[Names.Count];
        if (!TryTake(path, taken))
        {
            return false;
        }

        if (Names.Count == 0)
        {
            return true;
        }

        values = new(Names, path, taken);
        return Allows(values);
    }

    /// <summary>The path with one text for every parameter.</summary>
    public string Expand(string value) => PathText.Canonical(string.Concat(_segments.Select(segment => "/" + (
        segment.Literal ?? (segment.Parts.Count == 0 ? value : string.Concat(segment.Parts.Select(part => part.Literal ?? value)))))));

    private bool TryTake(ReadOnlySpan<char> path, Span<Range> taken)
    {
        var position = 1;
        var matched = 0;
        for (; matched < _segments.Length && position < path.Length; matched++)
        {
            var segment = _segments[matched];
            if (segment.IsCatchAll)
            {
                taken[segment.Parameter] = position..path.Length;
                return true;
            }

            var length = path[position..].IndexOf('/');
            var end = length < 0 ? path.Length : position + length;
            if (!TryTake(path, position..end, segment, taken))
            {
                return false;
            }

            position = end + 1;
        }

        return position >= path.Length && matched >= _required;
    }

    private static bool TryTake(ReadOnlySpan<char> path, Range range, SourceSegment segment, Span<Range> taken)
    {
        if (segment.Literal is not null)
        {
            return path[range].Equals(segment.Literal, StringComparison.OrdinalIgnoreCase);
        }

        if (segment.Parts.Count > 0)
        {
            return segment.TryTakeApart(path, range, taken);
        }

        taken[segment.Parameter] = range;
        return true;
    }

    private bool Allows(RuleValues values)
    {
        foreach (var parameter in Pattern.Parameters)
        {
            var value = values[parameter.Name];
            if (value is null)
            {
                if (parameter.Default is { } fallback)
                {
                    values.Add(parameter.Name, fallback.ToString()!);
                }

                continue;
            }

            if (_constraints.TryGetValue(parameter.Name, out var constraints)
                && !Array.TrueForAll(constraints, constraint => constraint.Match(
                    httpContext: null, route: null, parameter.Name, new() { [parameter.Name] = value }, RouteDirection.IncomingRequest)))
            {
                return false;
            }
        }

        return true;
    }

    private SourceSegment Compile(RoutePatternPathSegment segment) => segment.Parts switch
    {
        [RoutePatternLiteralPart literal] => new(literal.Content, -1, IsCatchAll: false, IsOptional: false, []),
        [RoutePatternParameterPart parameter] => new(
            Literal: null, Number(parameter.Name), parameter.IsCatchAll, parameter.IsOptional || parameter.Default is not null, []),
        _ => new(Literal: null, -1, IsCatchAll: false, IsOptional: false, [.. segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => new SourceSegment.Part(literal.Content, -1, IsOptional: false),
            RoutePatternSeparatorPart separator => new SourceSegment.Part(separator.Content, -1, IsOptional: false),
            RoutePatternParameterPart parameter => new SourceSegment.Part(Literal: null, Number(parameter.Name), parameter.IsOptional),
            _ => throw new System.Diagnostics.UnreachableException(part.ToString()),
        })]),
    };

    private int Number(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new System.Diagnostics.UnreachableException(name);
    }
}
