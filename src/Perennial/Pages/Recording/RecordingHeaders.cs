using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Perennial.Pages.Recording;

internal sealed class RecordingHeaders(IHeaderDictionary inner, Recorder recorder) : IHeaderDictionary
{
    // The framework reads these on the way to any page; a request that nobody sent gives all pages the same values.
    private static readonly Dictionary<string, ReadKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Accept"] = ReadKind.Negotiation,
        ["Accept-Charset"] = ReadKind.Negotiation,
        ["If-Match"] = ReadKind.Condition,
        ["If-None-Match"] = ReadKind.Condition,
        ["If-Modified-Since"] = ReadKind.Condition,
        ["If-Unmodified-Since"] = ReadKind.Condition,
        ["If-Range"] = ReadKind.Condition,
        ["Range"] = ReadKind.Condition,
        ["Accept-Encoding"] = ReadKind.EveryPage,
        ["Content-Length"] = ReadKind.EveryPage,
        ["Content-Type"] = ReadKind.EveryPage,
        ["Transfer-Encoding"] = ReadKind.EveryPage,
        ["Connection"] = ReadKind.EveryPage,
        ["Upgrade"] = ReadKind.EveryPage,
        ["Expect"] = ReadKind.EveryPage,
        ["Cache-Control"] = ReadKind.EveryPage,
        ["Pragma"] = ReadKind.EveryPage,
        ["Origin"] = ReadKind.EveryPage,
        ["traceparent"] = ReadKind.EveryPage,
        ["tracestate"] = ReadKind.EveryPage,
        ["baggage"] = ReadKind.EveryPage,
        ["Request-Id"] = ReadKind.EveryPage,
        ["Correlation-Context"] = ReadKind.EveryPage,
        ["X-Requested-With"] = ReadKind.EveryPage,
    };

    public long? ContentLength { get => Read(inner.ContentLength, "Content-Length"); set => inner.ContentLength = value; }

    public int Count => Read(inner.Count);

    public bool IsReadOnly => inner.IsReadOnly;

    public ICollection<string> Keys => Read(inner.Keys);

    public ICollection<StringValues> Values => Read(inner.Values);

    public StringValues this[string key] { get => Read(inner[key], key); set => inner[key] = value; }

    StringValues IDictionary<string, StringValues>.this[string key]
    {
        get => Read(inner[key], key);
        set => inner[key] = value;
    }

    public void Add(string key, StringValues value) => inner.Append(key, value);

    public void Add(KeyValuePair<string, StringValues> item) => inner.Add(item);

    public void Clear() => inner.Clear();

    public bool Contains(KeyValuePair<string, StringValues> item) => Read(inner.Contains(item), item.Key);

    public bool ContainsKey(string key) => Read(inner.ContainsKey(key), key);

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex)
    {
        Read(0);
        inner.CopyTo(array, arrayIndex);
    }

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => Read(inner.GetEnumerator());

    public bool Remove(string key) => inner.Remove(key);

    public bool Remove(KeyValuePair<string, StringValues> item) => inner.Remove(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value) =>
        Read(inner.TryGetValue(key, out value), key);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T Read<T>(T value) => recorder.Read(value, "the request headers");

    // The host is the site's, and a part of the key.
    private T Read<T>(T value, string key) => key.Equals("Host", StringComparison.OrdinalIgnoreCase)
        ? value
        : recorder.Read(value, $"the header '{key}'", Kinds.GetValueOrDefault(key, ReadKind.Visitor));
}
