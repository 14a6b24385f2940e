using System.Net;

namespace Perennial.Examples.Drafts;

/// <summary>A browser that keeps one cookie. (A CookieContainer sends no Secure cookie to plain http, which browsers do on this machine.)</summary>
internal sealed class Browser(string site) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(site) };
    private string? _cookie;

    public async Task<(HttpStatusCode Status, string Text, string CacheControl, string? Location)> VisitAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (_cookie is not null)
        {
            request.Headers.Add("Cookie", _cookie);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            var cookie = set.Single();
            _cookie = cookie.Contains("Expires=", StringComparison.Ordinal) ? null : cookie.Split(';')[0];
        }

        return (
            response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.NonValidated.TryGetValues("Cache-Control", out var values) ? values.ToString() : "",
            response.Headers.Location?.OriginalString);
    }

    public void Dispose() => _http.Dispose();
}
