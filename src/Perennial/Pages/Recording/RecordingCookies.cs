using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Pages.Recording;

internal sealed class RecordingCookies(IRequestCookieCollection inner, Recorder recorder) : IRequestCookiesFeature, IRequestCookieCollection
{
    IRequestCookieCollection IRequestCookiesFeature.Cookies { get => this; set { } }

    public int Count => Read(inner.Count);

    public ICollection<string> Keys => Read(inner.Keys);

    public string? this[string key] => Read(inner[key], key);

    public bool ContainsKey(string key) => Read(inner.ContainsKey(key), key);

    public bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => Read(inner.TryGetValue(key, out value), key);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Read(inner.GetEnumerator());

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    private T Read<T>(T value, string? key = null) => recorder.Read(value, key is null ? "cookies" : $"the cookie '{key}'");
}
