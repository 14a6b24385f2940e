using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

/// <summary>A rule, compiled: whether it concerns a request.</summary>
/// <param name="order">Its place among all rules of its kind.</param>
/// <param name="source">Its source.</param>
/// <param name="has">Conditions that must all hold.</param>
/// <param name="missing">Conditions of which none may hold.</param>
internal class CompiledRule(int order, SourceTemplate source, CompiledCondition[] has, CompiledCondition[] missing)
{
    public int Order => order;

    public SourceTemplate Source => source;

    /// <summary>Whether more than the path decides.</summary>
    public bool IsConditional => has.Length + missing.Length > 0;

    /// <summary>Every placeholder that the source and the conditions fill.</summary>
    public IEnumerable<string> Names => source.Names.Concat(has.SelectMany(static condition => condition.Names));

    /// <summary>Those of them that the app has named itself.</summary>
    public IEnumerable<string> OwnNames =>
        source.Names.Concat(has.Where(static condition => condition.IsNamed).SelectMany(static condition => condition.Names));

    /// <param name="request">The request.</param>
    /// <param name="path">Its canonical path, from the host's root.</param>
    /// <param name="values">What the placeholders stand for; null when there are none.</param>
    public bool Matches(HttpRequest request, string path, out RuleValues? values)
    {
        values = null;
        if (source.MatchesAll && !HoldsAll(request, values: null))
        {
            // The path says nothing, so nothing is made of it before the conditions have spoken.
            return false;
        }

        return source.TryMatch(path, out values) && (!IsConditional || HoldsAll(request, values ??= new()));
    }

    private bool HoldsAll(HttpRequest request, RuleValues? values)
    {
        foreach (var condition in has)
        {
            if (!condition.Holds(request, values))
            {
                return false;
            }
        }

        foreach (var condition in missing)
        {
            if (condition.Holds(request, values: null))
            {
                return false;
            }
        }

        return true;
    }
}
