using System.Collections.Frozen;

namespace Perennial.Rules;

/// <summary>
/// Finds the rules that can concern a path by the literal segments that their sources begin with, so that a thousand rules
/// cost a path that they do not concern one or two look-ups.
/// </summary>
internal sealed class RuleIndex
{
    private readonly FrozenDictionary<string, RuleBucket>.AlternateLookup<ReadOnlySpan<char>> _find;
    private readonly RuleBucket? _root;
    private readonly int _depth;

    public RuleIndex(IEnumerable<CompiledRule> rules)
    {
        var buckets = new Dictionary<string, RuleBucket>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in rules.GroupBy(Key, StringComparer.OrdinalIgnoreCase).OrderBy(static group => group.Key.Length))
        {
            buckets[group.Key] = new([.. group.OrderBy(static rule => rule.Order)], Parent(buckets, group.Key));
            _depth = Math.Max(_depth, group.Key.Count(static character => character is '/'));
        }

        _root = buckets.GetValueOrDefault("");
        buckets.Remove("");
        _find = buckets.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public RuleBucket? Find(ReadOnlySpan<char> path)
    {
        var end = EndOf(path, _depth);
        while (end > 1)
        {
            if (_find.TryGetValue(path[..end], out var bucket))
            {
                return bucket;
            }

            end = path[..end].LastIndexOf('/');
        }

        return _root;
    }

    private static string Key(CompiledRule rule) => string.Concat(rule.Source.LiteralPrefix.Select(static segment => "/" + segment));

    private static int EndOf(ReadOnlySpan<char> path, int segments)
    {
        var end = 0;
        for (var i = 0; i < segments && end < path.Length; i++)
        {
            var length = path[(end + 1)..].IndexOf('/');
            end = length < 0 ? path.Length : end + 1 + length;
        }

        return end;
    }

    private static RuleBucket? Parent(Dictionary<string, RuleBucket> buckets, string key)
    {
        while (key.Length > 0)
        {
            key = key[..key.LastIndexOf('/')];
            if (buckets.TryGetValue(key, out var parent))
            {
                return parent;
            }
        }

        return null;
    }
}
