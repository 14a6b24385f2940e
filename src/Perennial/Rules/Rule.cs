namespace Perennial.Rules;

/// <summary>What redirects, rewrites and header rules have in common: which requests they concern.</summary>
public abstract class Rule
{
    private protected Rule()
    {
    }

    /// <summary>
    /// A route template that the path must match, without the query. Literals are compared without regard to case.
    /// Constraints are ASP.NET's; a <c>regex</c> runs without backtracking and for 100 ms at the most.
    /// </summary>
    public string Source { get; set; } = "";

    /// <summary>Conditions that must all hold.</summary>
    /// <value>none</value>
    public IList<RuleCondition> Has { get; } = [];

    /// <summary>Conditions of which none may hold.</summary>
    /// <value>none</value>
    public IList<RuleCondition> Missing { get; } = [];

    /// <summary>
    /// Whether <see cref="Source"/> and a local destination lie below <see cref="RuleOptions.BasePath"/>. Without it they are
    /// paths of the whole host.
    /// </summary>
    /// <value>true</value>
    public bool BasePath { get; set; } = true;

    internal void Add(IEnumerable<RuleCondition>? has, IEnumerable<RuleCondition>? missing)
    {
        foreach (var condition in has ?? [])
        {
            Has.Add(condition);
        }

        foreach (var condition in missing ?? [])
        {
            Missing.Add(condition);
        }
    }
}
