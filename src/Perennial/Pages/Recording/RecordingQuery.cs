using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Perennial.Pages.Recording;

/// <summary>The query, as far as the page declares it; notes who looks for anything else.</summary>
internal sealed class RecordingQuery(IQueryCollection inner, Recorder recorder) : IQueryFeature, IQueryCollection
{
    private readonly IReadOnlyList<string> _declared = recorder.Page.Policy.Query;

    IQueryCollection IQueryFeature.Query { get => this; set { } }

    // MVC counts the query before it binds any argument, and asks for the name of a handler on the way to a Razor Page.
    public int Count => Read(inner.Count, ReadKind.EveryPage);

    public ICollection<string> Keys => Read(inner.Keys);

    public StringValues this[string key] => Read(inner[key], key);

    public bool ContainsKey(string key) => Read(inner.ContainsKey(key), key);

    public bool TryGetValue(string key, out StringValues value) => Read(inner.TryGetValue(key, out value), key);

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => Read(inner.GetEnumerator());

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    // A page with declared parameters may look at the whole query: it holds nothing but those.
    private T Read<T>(T value, ReadKind kind = ReadKind.Visitor) => _declared.Count > 0 ? value : recorder.Read(value, "the query", kind);

    private T Read<T>(T value, string key) => _declared.Contains(key, StringComparer.OrdinalIgnoreCase)
        ? value
        : recorder.Read(value, $"the query parameter '{key}' (declare it with Query)", key is "handler" ? ReadKind.EveryPage : ReadKind.Visitor);
}
