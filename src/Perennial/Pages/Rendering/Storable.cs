using Microsoft.AspNetCore.Http;

namespace Perennial.Pages.Rendering;

/// <summary>May a captured response be kept? An allow-list: what is not named here is not kept.</summary>
internal readonly record struct Storable(StorableVerdict Verdict, string? Because)
{
    public static Storable Judge(CapturedResponse response, bool hasNonce) => response switch
    {
        { IsByPage: false } => Not($"middleware answered {response.Status} before the page could"),
        { VisitorReads: [_, ..] } => Not("it reads " + string.Join(", ", response.VisitorReads)),
        { HasTrailers: true } => Not("it sends trailers"),
        { TruncationReason: { } because } => Bad(because),
        { Headers.Age.Count: > 0 } => Bad("it came out of another cache (it carries Age); take that cache away from the page"),
        { Status: >= 500 } => Bad($"it answered {response.Status}"),
        { Headers.SetCookie.Count: > 0 } => Not("it sets the cookie " + CookieName(response.Headers)),
        { Headers.ContentEncoding.Count: > 0 } => Not("its body is encoded already (it carries Content-Encoding)"),
        _ when NoStoreDirectives.Find(response.Headers) is { } because => Not(because),
        _ when hasNonce => Not("its Content-Security-Policy holds a nonce, which must differ for each response"),
        _ when InteractiveOnServer(response.Body) => Not(
            "it holds a component that is interactive on the server, whose descriptor is good for five minutes"),
        { Status: StatusCodes.Status200OK or StatusCodes.Status404NotFound or StatusCodes.Status410Gone } => Yes,
        { Status: 301 or 302 or 303 or 307 or 308 } when response.Headers.Location.Count == 1 => Yes,
        _ => Not($"it answered {response.Status}"),
    };

    // ServerComponentSerializationSettings.DataExpiration. Later the browser shows the component and cannot bring it to life.
    private static bool InteractiveOnServer(ReadOnlySpan<byte> body) =>
        body.IndexOf("<!--Blazor:{\"type\":\"server\""u8) >= 0 || body.IndexOf("<!--Blazor:{\"type\":\"auto\""u8) >= 0;

    private static Storable Yes => new(StorableVerdict.Keep, null);

    private static Storable Not(string because) => new(StorableVerdict.NotKept, because);

    private static Storable Bad(string because) => new(StorableVerdict.Failed, because);

    // Values are secrets; names are what a developer needs.
    private static string CookieName(IHeaderDictionary headers) => headers.SetCookie[0]?.Split('=')[0] ?? "";
}

internal enum StorableVerdict
{
    Keep, // It may be kept.
    NotKept, // Right, but not for everybody, or not for later.
    Failed, // The render went wrong.
}
