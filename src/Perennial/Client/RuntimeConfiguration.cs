using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Perennial.Client;

internal static class RuntimeConfiguration
{
    /// <summary>
    /// The listed keys that have a value, as an object of texts. A key with keys below it gives its own value and nothing of
    /// theirs: each of them must be listed, too.
    /// </summary>
    public static byte[] Json(IConfiguration configuration, IEnumerable<string> keys) => JsonSerializer.SerializeToUtf8Bytes(
        keys.Select(key => KeyValuePair.Create(key, configuration[key])).Where(static pair => pair.Value is not null).ToDictionary(static pair => pair.Key, static pair => pair.Value!, StringComparer.Ordinal),
        ClientJson.Default.DictionaryStringString);
}

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
