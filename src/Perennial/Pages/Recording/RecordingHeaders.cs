using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>Request headers that note who reads them.</summary>
internal sealed class RecordingHeaders(IHeaderDictionary inner, RenderScope scope) : IHeaderDictionary
{
    // Read by the framework itself on the way to any page; a synthetic request gives all of them the same values.
    private static readonly HashSet<string> Infrastructure = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Accept", "Accept-Encoding", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Upgrade",
        "Expect", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range",
        "traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context", "X-Requested-With", "Cookie",
    };

    public long? ContentLength { get => inner.ContentLength; set => inner.ContentLength = value; }

    public int Count => Touched(inner.Count);

    public bool IsReadOnly => inner.IsReadOnly;

    public ICollection<string> Keys => Touched(inner.Keys);

    public ICollection<StringValues> Values => Touched(inner.Values);

    public StringValues this[string key] { get => Touched(inner[key], key); set => inner[key] = value; }

    StringValues IDictionary<string, StringValues>.this[string key]
    {
        get => Touched(inner[key], key);
        set => inner[key] = value;
    }

    public void Add(string key, StringValues value) => inner.Append(key, value);

    public void Add(KeyValuePair<string, StringValues> item) => inner.Add(item);

    public void Clear() => inner.Clear();

    public bool Contains(KeyValuePair<string, StringValues> item) => Touched(inner.Contains(item), item.Key);

    public bool ContainsKey(string key) => Touched(inner.ContainsKey(key), key);

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex)
    {
        Touched(0);
        inner.CopyTo(array, arrayIndex);
    }

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => Touched(inner.GetEnumerator());

    public bool Remove(string key) => inner.Remove(key);

    public bool Remove(KeyValuePair<string, StringValues> item) => inner.Remove(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value) =>
        Touched(inner.TryGetValue(key, out value), key);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T Touched<T>(T value, string? key = null)
    {
        if (key is null)
        {
            scope.Touch("the request headers" + Toucher.Describe());
        }
        else if (!Infrastructure.Contains(key))
        {
            scope.Touch($"the header '{key}'" + Toucher.Describe());
        }

        return value;
    }
}
