using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Perennial.Pages.Recording;

/// <summary>
/// The headers of a response. What a page looks for in vain may have been put there in front of <c>UsePerennial</c>: a nonce,
/// an id of the request.
/// </summary>
internal sealed class RecordingResponseHeaders(IHeaderDictionary inner, Recorder recorder) : IHeaderDictionary
{
    // Who dresses responses looks whether these are there already; none of them is put there for a page to show.
    private static readonly HashSet<string> OfEveryResponse = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept-Ranges", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Length", "Content-Range", "Content-Type", "Date",
        "ETag", "Expires", "Last-Modified", "Location", "Pragma", "Server", "Set-Cookie", "Trailer", "Transfer-Encoding", "Vary",
    };

    public long? ContentLength { get => inner.ContentLength; set => inner.ContentLength = value; }

    public int Count => inner.Count;

    public bool IsReadOnly => inner.IsReadOnly;

    public ICollection<string> Keys => inner.Keys;

    public ICollection<StringValues> Values => inner.Values;

    // As the framework's own: what is not there is empty.
    public StringValues this[string key]
    {
        get => TryGetValue(key, out var value) ? value : StringValues.Empty;
        set
        {
            inner[key] = value;
            Found(key);
        }
    }

    public void Add(string key, StringValues value) => Add(new KeyValuePair<string, StringValues>(key, value));

    public void Add(KeyValuePair<string, StringValues> item)
    {
        inner.Add(item);
        Found(item.Key);
    }

    public void Clear() => inner.Clear();

    public bool Contains(KeyValuePair<string, StringValues> item) => inner.Contains(item);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => inner.CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => inner.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Remove(string key) => inner.Remove(key);

    public bool Remove(KeyValuePair<string, StringValues> item) => inner.Remove(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        if (inner.TryGetValue(key, out value))
        {
            return true;
        }

        if (!OfEveryResponse.Contains(key))
        {
            recorder.Miss(KeyOf(key), $"the response header '{key}'");
        }

        return false;
    }

    private void Found(string key) => recorder.Found(KeyOf(key));

    // Items are missed by their names, too.
    private static (Type Of, string Name) KeyOf(string key) => (typeof(RecordingResponseHeaders), key.ToUpperInvariant());
}
