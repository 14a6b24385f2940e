using System.Collections.ObjectModel;

namespace Perennial.Rules;

/// <summary>Rewrites in the order in which they are tried within their phase.</summary>
public sealed class RewriteRules : Collection<RewriteRule>
{
    /// <summary>Adds a rewrite.</summary>
    /// <param name="source">A route template.</param>
    /// <param name="destination">A path of this app, or an absolute URL of another, with <c>{name}</c> for what the source holds.</param>
    /// <param name="phase">When it is tried.</param>
    /// <param name="has">Conditions that must all hold.</param>
    /// <param name="missing">Conditions of which none may hold.</param>
    public RewriteRule Add(
        string source,
        string destination,
        RewritePhase phase = RewritePhase.AfterFiles,
        IEnumerable<RuleCondition>? has = null,
        IEnumerable<RuleCondition>? missing = null)
    {
        var rule = new RewriteRule { Source = source, Destination = destination, Phase = phase };
        rule.Add(has, missing);
        Add(rule);
        return rule;
    }
}
