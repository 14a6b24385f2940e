using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perennial.Pages.Recording;

/// <summary>No cookies, which note who looks for one.</summary>
internal sealed class RecordingCookies(Recorder recorder) : IRequestCookiesFeature, IRequestCookieCollection
{
    IRequestCookieCollection IRequestCookiesFeature.Cookies { get => this; set { } }

    public int Count => Read(0);

    public ICollection<string> Keys => Read(Array.Empty<string>());

    public string? this[string key] => Read<string?>(null, key);

    public bool ContainsKey(string key) => Read(false, key);

    public bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return Read(false, key);
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Read(Enumerable.Empty<KeyValuePair<string, string>>()).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    private T Read<T>(T value, string? key = null) => recorder.Read(value, key is null ? "cookies" : $"the cookie '{key}'");
}
