using System.Collections.Concurrent;

namespace Perennial.Client;

/// <summary>The keys that the app serves from the running configuration: of these nobody need be told that the build froze others.</summary>
internal sealed class RuntimeKeys
{
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.OrdinalIgnoreCase);

    public void Add(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            _keys[key] = true;
        }
    }

    public bool Has(string key) => _keys.ContainsKey(key);
}
