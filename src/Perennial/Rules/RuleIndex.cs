using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Perennial.Rules;

/// <summary>
/// Finds the rules that can concern a path by the literal segments that their sources begin with, so that a thousand rules
/// cost a path that they do not concern one or two look-ups.
/// </summary>
/// <typeparam name="TRule">The kind of rule.</typeparam>
internal sealed class RuleIndex<TRule>
    where TRule : CompiledRule
{
    private readonly FrozenDictionary<string, Bucket> _buckets;
    private readonly FrozenDictionary<string, Bucket>.AlternateLookup<ReadOnlySpan<char>> _find;
    private readonly Bucket? _root;
    private readonly int _depth;

    public RuleIndex(IEnumerable<TRule> rules)
    {
        All = [.. rules];
        var groups = All.GroupBy(static rule => string.Concat(rule.Source.LiteralPrefix.Select(static segment => "/" + segment)), StringComparer.OrdinalIgnoreCase)
            .OrderBy(static group => group.Key.Length);
        var buckets = new Dictionary<string, Bucket>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups)
        {
            buckets[group.Key] = new([.. group], Parent(buckets, group.Key));
            _depth = Math.Max(_depth, group.Key.Count(static character => character is '/'));
        }

        _root = buckets.GetValueOrDefault("");
        buckets.Remove("");
        _buckets = buckets.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _find = _buckets.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyList<TRule> All { get; }

    /// <summary>The rules whose literal beginning is the longest that the path has; the others follow by <see cref="Bucket.Parent"/>.</summary>
    /// <param name="path">A canonical path.</param>
    public Bucket? Find(ReadOnlySpan<char> path)
    {
        // From the longest prefix to the shortest: the first that is found knows all shorter ones.
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

    private static Bucket? Parent(Dictionary<string, Bucket> buckets, string key)
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

    /// <summary>Rules with the same literal beginning, in their order.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "Walked on each request.")]
    internal sealed class Bucket(TRule[] rules, Bucket? parent)
    {
        public TRule[] Rules => rules;

        /// <summary>The rules with the next shorter beginning.</summary>
        public Bucket? Parent => parent;
    }
}
