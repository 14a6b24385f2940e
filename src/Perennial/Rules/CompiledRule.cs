using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

internal class CompiledRule(int order, SourceTemplate source, CompiledCondition[] has, CompiledCondition[] missing)
{
    public int Order => order;

    public SourceTemplate Source => source;

    public bool IsConditional => has.Length + missing.Length > 0;

    public IEnumerable<string> Names => source.Names.Concat(has.SelectMany(static condition => condition.Names));

    public IEnumerable<string> OwnNames =>
        source.Names.Concat(has.Where(static condition => condition.IsNamed).SelectMany(static condition => condition.Names));

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

internal sealed class CompiledMatcher(int order, SourceTemplate source, CompiledCondition[] has, CompiledCondition[] missing)
    : CompiledRule(order, source, has, missing);
