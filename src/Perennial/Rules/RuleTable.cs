using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

/// <summary>All rules, compiled once. Immutable.</summary>
/// <param name="basePath">Where the site lives, decoded and without a slash at its end; empty for the root.</param>
/// <param name="rules">The rules of every kind.</param>
internal sealed class RuleTable(string basePath, IReadOnlyList<CompiledRule> rules)
{
    private readonly RuleIndex _index = new(rules);

    public string BasePath => basePath;

    /// <summary>The rewrites to other origins, each an endpoint.</summary>
    public IEnumerable<CompiledRewrite> ExternalRewrites => rules.OfType<CompiledRewrite>().Where(static rewrite => rewrite.External is not null);

    /// <summary>The rules that can concern a path; null when there are none.</summary>
    /// <param name="path">A canonical path, from the host's root.</param>
    public RuleBucket? Find(string path) => _index.Find(path);

    /// <summary>The first rule of a kind that matches.</summary>
    /// <param name="bucket">What <see cref="Find"/> found for the path.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="request">The request.</param>
    /// <param name="path">Its canonical path, from the host's root.</param>
    /// <param name="after">Only rules behind this place; -1 for all.</param>
    public static RuleMatch<TRule>? First<TRule>(
        RuleBucket? bucket, Func<RuleBucket, TRule[]> kind, HttpRequest request, string path, int after = -1)
        where TRule : CompiledRule
    {
        RuleMatch<TRule>? best = null;
        for (; bucket is not null; bucket = bucket.Parent)
        {
            foreach (var rule in kind(bucket))
            {
                if (best is { } known && known.Rule.Order < rule.Order)
                {
                    break;
                }

                if (rule.Order > after && rule.Matches(request, path, out var values))
                {
                    best = new(rule, values);
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>Every rule of a kind that matches, in their order.</summary>
    public static List<RuleMatch<TRule>> All<TRule>(RuleBucket? bucket, Func<RuleBucket, TRule[]> kind, HttpRequest request, string path)
        where TRule : CompiledRule
    {
        var all = new List<RuleMatch<TRule>>();
        for (; bucket is not null; bucket = bucket.Parent)
        {
            foreach (var rule in kind(bucket))
            {
                if (rule.Matches(request, path, out var values))
                {
                    all.Add(new(rule, values));
                }
            }
        }

        all.Sort(static (one, other) => one.Rule.Order.CompareTo(other.Rule.Order));
        return all;
    }
}
