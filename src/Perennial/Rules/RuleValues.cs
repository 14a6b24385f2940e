namespace Perennial.Rules;

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

    public string? this[string name] => _values.TryGetValue(name, out var value) ? value.Text : null;

    public IEnumerable<KeyValuePair<string, string>> All => _values.Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.Text));

    // A value that did not come from a path must not add slashes to one.
    public string InPath(string name) => !_values.TryGetValue(name, out var value) ? ""
        : value.IsPath ? value.Text
        : value.Text.Replace("/", "%2F", StringComparison.Ordinal);

    public void Add(string name, string value) => _values.TryAdd(name, new(value, IsPath: false));

    private readonly record struct Value(string Text, bool IsPath);
}
