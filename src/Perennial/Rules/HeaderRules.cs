using System.Collections.ObjectModel;

namespace Perennial.Rules;

/// <summary>Rules for response headers.</summary>
public sealed class HeaderRules : Collection<HeaderRule>
{
    /// <summary>Adds a rule with one header.</summary>
    /// <param name="source">A route template.</param>
    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value, with <c>{name}</c> for what the source holds.</param>
    /// <param name="has">Conditions that must all hold.</param>
    /// <param name="missing">Conditions of which none may hold.</param>
    public HeaderRule Add(
        string source, string name, string value, IEnumerable<RuleCondition>? has = null, IEnumerable<RuleCondition>? missing = null) =>
        Add(source, [new(name, value)], has, missing);

    /// <summary>Adds a rule with several headers.</summary>
    /// <param name="source">A route template.</param>
    /// <param name="values">Names and values.</param>
    /// <param name="has">Conditions that must all hold.</param>
    /// <param name="missing">Conditions of which none may hold.</param>
    public HeaderRule Add(
        string source,
        IEnumerable<KeyValuePair<string, string>> values,
        IEnumerable<RuleCondition>? has = null,
        IEnumerable<RuleCondition>? missing = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        var rule = new HeaderRule { Source = source };
        foreach (var (name, value) in values)
        {
            rule.Values[name] = value;
        }

        rule.Add(has, missing);
        Add(rule);
        return rule;
    }
}
