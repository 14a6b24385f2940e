using System.Collections.ObjectModel;

namespace Perennial.Rules;

/// <summary>Redirects in the order in which they are tried.</summary>
public sealed class RedirectRules : Collection<RedirectRule>
{
    /// <summary>Adds a redirect.</summary>
    /// <param name="source">A route template.</param>
    /// <param name="destination">A path of this site, or an absolute URL, with <c>{name}</c> for what the source holds.</param>
    /// <param name="permanent">308; otherwise 307.</param>
    /// <param name="statusCode">A status code of its own.</param>
    /// <param name="has">Conditions that must all hold.</param>
    /// <param name="missing">Conditions of which none may hold.</param>
    public RedirectRule Add(
        string source,
        string destination,
        bool permanent = false,
        int? statusCode = null,
        IEnumerable<RuleCondition>? has = null,
        IEnumerable<RuleCondition>? missing = null)
    {
        var rule = new RedirectRule { Source = source, Destination = destination, Permanent = permanent, StatusCode = statusCode };
        rule.Add(has, missing);
        Add(rule);
        return rule;
    }
}
