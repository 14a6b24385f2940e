using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// Finds rules that lead back to where they began: a redirect that never arrives, a rewrite that undoes another. Followed
/// with a made-up value for each parameter; a rule with conditions is left to those who wrote them.
/// </summary>
internal static class LoopDetector
{
    /// <summary>Longer than any chain that somebody wrote, so a path that grows with each step is found too.</summary>
    private const int Steps = 50;

    // One of them satisfies the usual constraints; a rule with another one is not followed.
    private static readonly string[] Samples = ["q7x", "7", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "2024-02-29", "true"];

    public static IEnumerable<(int Order, string Chain)> Find<TRule>(
        IReadOnlyList<TRule> rules, Func<TRule, Destination> destination, string basePath)
        where TRule : CompiledRule
    {
        var followed = rules.Where(rule => !rule.IsConditional && destination(rule).Origin is null).ToList();
        var index = new RuleIndex(followed);
        var reported = new HashSet<int>();
        foreach (var rule in followed)
        {
            if (reported.Contains(rule.Order) || SampleOf(rule.Source) is not { } path)
            {
                continue;
            }

            var chain = new List<string> { path };
            var passed = new List<int>();
            TRule? at = rule;
            while (at is not null && chain.Count <= Steps)
            {
                passed.Add(at.Order);
                at.Source.TryMatch(path, out var values);
                var next = destination(at).Path(values) is { } below ? PathText.Canonical(basePath + below) : null;
                if (next is null || (IsSame(next, path) && chain.Count > 1))
                {
                    break;
                }

                chain.Add(next);
                if (IsSame(next, chain[0]) || chain.Count > Steps)
                {
                    reported.UnionWith(passed);
                    yield return (rule.Order, string.Join(" → ", chain.Take(6)) + (chain.Count > 6 ? " → …" : ""));
                    break;
                }

                path = next;
                at = First(index, path) as TRule;
            }
        }
    }

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static CompiledRule? First(RuleIndex index, string path)
    {
        CompiledRule? first = null;
        for (var bucket = index.Find(path); bucket is not null; bucket = bucket.Parent)
        {
            foreach (var rule in bucket.Rules)
            {
                if ((first is null || rule.Order < first.Order) && rule.Source.TryMatch(path, out _))
                {
                    first = rule;
                }
            }
        }

        return first;
    }

    private static string? SampleOf(SourceTemplate source) => Samples
        .Select(sample => source.Expand(sample))
        .FirstOrDefault(path => source.TryMatch(path, out _));
}
