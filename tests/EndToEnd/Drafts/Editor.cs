using Microsoft.AspNetCore.Builder;
using Perennial.Drafts;

namespace Perennial.EndToEnd.Drafts;

/// <summary>A content system's side of drafts, and a site that has them.</summary>
internal static class Editor
{
    public const string Secret = "MY_SECRET_TOKEN";
    public const string Private = "private, no-cache, no-store, max-age=0, must-revalidate";
    public const string Bypass = "Perennial; fwd=bypass; detail=draft";

    public static void MapLinks(WebApplication app)
    {
        app.MapDraft("/api/draft", Secret, static (TimeProvider _, string slug, CancellationToken _) => new ValueTask<string?>(
            slug is "/nowhere" ? null : slug));
        app.MapDraftExit("/api/disable-draft");
    }

    /// <summary>Follows a draft link.</summary>
    /// <returns>The cookie as a browser sends it.</returns>
    public static async Task<string> OpenAsync(TestSite site)
    {
        using var response = await site.GetAsync("/api/draft?secret=" + Secret + "&slug=/");
        return response.Header("Set-Cookie")!.Split(';')[0];
    }

    public static Task<HttpResponseMessage> SendAsync(TestSite site, string cookie, string path, HttpMethod? method = null, Action<HttpRequestMessage>? change = null) =>
        site.SendAsync(method ?? HttpMethod.Get, path, request =>
        {
            request.Headers.Add("Cookie", cookie);
            change?.Invoke(request);
        });

    public static async Task<string> TextAsync(TestSite site, string cookie, string path)
    {
        using var response = await SendAsync(site, cookie, path);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
