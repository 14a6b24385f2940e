using System.Collections.ObjectModel;

namespace Perennial.Rules;

/// <summary>The requests that a proxy runs for: those that any of them matches, and all when there is none.</summary>
public sealed class ProxyMatchers : Collection<ProxyMatcher>
{
    /// <summary>Adds a matcher.</summary>
    /// <param name="source">A route template.</param>
    /// <param name="has">Conditions that must all hold.</param>
    /// <param name="missing">Conditions of which none may hold.</param>
    public ProxyMatcher Add(string source, IEnumerable<RuleCondition>? has = null, IEnumerable<RuleCondition>? missing = null)
    {
        var matcher = new ProxyMatcher { Source = source };
        matcher.Add(has, missing);
        Add(matcher);
        return matcher;
    }
}
