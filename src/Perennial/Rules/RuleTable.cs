using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

internal sealed class RuleTable(string basePath, IReadOnlyList<CompiledRule> rules)
{
    private readonly RuleIndex _index = new(rules);

    public string BasePath => basePath;

    public IEnumerable<CompiledRewrite> ExternalRewrites => rules.OfType<CompiledRewrite>().Where(static rewrite => rewrite.External is not null);

    public RuleBucket? Find(string path) => _index.Find(path);

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

internal readonly record struct RuleMatch<TRule>(TRule Rule, RuleValues? Values)
    where TRule : CompiledRule;
