namespace Perennial.Rules;

/// <summary>What a request gave to the placeholders of a rule: from its path, and from the conditions that held.</summary>
internal sealed class RuleValues
{
    private readonly Dictionary<string, Value> _values = new(StringComparer.OrdinalIgnoreCase);

    public RuleValues()
    {
    }

    public RuleValues(IReadOnlyList<string> names, string path, ReadOnlySpan<Range> taken)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (taken[i].End.Value > taken[i].Start.Value)
            {
                _values[names[i]] = new(path[taken[i]], IsPath: true);
            }
        }
    }

    /// <summary>A value, or null for an absent one.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) ? value.Text : null;

    /// <summary>Names and values, as they were sent.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _values.Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.Text));

    /// <summary>The value as part of a decoded path. What did not come from a path brings no slashes into one.</summary>
    public string InPath(string name) => !_values.TryGetValue(name, out var value) ? ""
        : value.IsPath ? value.Text
        : value.Text.Replace("/", "%2F", StringComparison.Ordinal);

    /// <summary>Adds a value; one that is there already stays.</summary>
    public void Add(string name, string value) => _values.TryAdd(name, new(value, IsPath: false));

    private readonly record struct Value(string Text, bool IsPath);
}
