using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Perennial.Http;

namespace Perennial.Drafts;

internal sealed class DraftGate(
    DraftCookie cookie, DraftOptions options, Sites sites, IHostEnvironment environment, TimeProvider time, ILogger<DraftGate> logger)
{
    private const string Epoch = "Thu, 01 Jan 1970 00:00:00 GMT";

    // A content system shows the site in a frame of its own, and only such a cookie is sent there. Development is plain
    // http, where browsers refuse it.
    private readonly string _attributes = environment.IsDevelopment()
        ? "; HttpOnly; SameSite=Lax"
        : "; HttpOnly; Secure; SameSite=None" + (options.Partitioned ? "; Partitioned" : "");

    public bool IsDraft(HttpContext context)
    {
        if (RequestState.Find(context)?.IsDraft is { } known)
        {
            return known;
        }

        var header = context.Request.Headers.Cookie;
        if (!DraftCookie.IsMentioned(header))
        {
            return false;
        }

        var isDraft = cookie.IsIn(header, time.GetUtcNow(), sites.OtherThanMain(context.Request));
        var state = RequestState.Of(context);
        (state.IsDraft, state.IsPrivateDraft) = (isDraft, isDraft);
        return isDraft;
    }

    public void Turn(HttpContext context, bool on)
    {
        if (RequestState.Find(context) is { IsSynthetic: true })
        {
            throw new PerennialException(
                "PER1201", "Draft mode was turned on or off while a page is rendered for everybody. Do it in an endpoint that a visitor asks for.");
        }

        if (context.Response.HasStarted)
        {
            throw new PerennialException(
                "PER1202", "The response has begun, so it cannot carry the draft cookie any more. Turn draft mode on or off before anything is written.");
        }

        if (!MayShowDrafts(context))
        {
            Log.NotMeant(logger, context.Request.Method);
            return;
        }

        _ = IsDraft(context);
        var state = RequestState.Of(context);
        (state.IsDraft, state.IsPrivateDraft) = (on, true);
        var attributes = "; Path=" + PathOf(context.Request) + _attributes;
        Send(context.Response, on
            ? DraftCookie.Name + "=" + cookie.Issue(time.GetUtcNow() + options.Lifetime, sites.OtherThanMain(context.Request)) + attributes
            : DraftCookie.Name + "=; Expires=" + Epoch + attributes);
    }

    // Below a base path another site may live beside this one, with a cookie of the same name.
    private static string PathOf(HttpRequest request) => request.PathBase.HasValue
        ? PathText.Encode(request.PathBase.Value!).Replace(";", "%3B", StringComparison.Ordinal)
        : "/";

    // RFC 9110 §9.2.1 calls GET safe, but the mission of a preview link is to be followed; a prefetch and a HEAD follow nothing.
    private static bool MayShowDrafts(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsPost(context.Request.Method))
        && !HeadAsGet.Is(context)
        && !Prefetch.Is(context.Request);

    // The last Set-Cookie counts, so earlier ones of the same name are removed.
    private static void Send(HttpResponse response, string line) => response.Headers.SetCookie = StringValues.Concat(
        new([.. response.Headers.SetCookie.Where(static other => other?.StartsWith(DraftCookie.Name + "=", StringComparison.Ordinal) is not true)]),
        line);
}
