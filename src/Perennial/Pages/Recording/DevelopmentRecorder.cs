using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Perennial.Pages.Recording;

/// <summary>
/// In Development a page is made for its visitor and never kept. Whether it would be is told all the same: its reads are
/// watched while it runs, as far as the response has not begun.
/// </summary>
/// <remarks>
/// What middleware read before is not known here, nor what stands in items for the page: both are there, rightly, for this visitor.
/// </remarks>
internal static class DevelopmentRecorder
{
    public static Func<IReadOnlyCollection<string>> Begin(HttpContext context, PageDefinition page)
    {
        var reads = new ConcurrentQueue<string>();
        var recorder = new Recorder(page, static () => new(IsInPage: true, IsCultureChosen: true), reads.Enqueue) { IsBeside = true };
        foreach (var read in BoundArguments.Of(context, page))
        {
            recorder.Note(read);
        }

        Arm(context, recorder);
        return () => [.. reads.Distinct(StringComparer.Ordinal)];
    }

    private static void Arm(HttpContext context, Recorder recorder)
    {
        var features = context.Features;
        var (query, cookies, user) = (context.Request.Query, context.Request.Cookies, context.User);
        features.Set<IHttpRequestFeature>(new RecordingRequest(features.GetRequiredFeature<IHttpRequestFeature>(), recorder));
        features.Set<IQueryFeature>(new RecordingQuery(query, recorder));
        features.Set<IRequestCookiesFeature>(new RecordingCookies(cookies, recorder));
        if (features.Get<IHttpConnectionFeature>() is { } connection)
        {
            var tls = features.Get<ITlsConnectionFeature>();
            var recorded = new RecordingConnection(connection, recorder, tls, features.Get<IHttpRequestIdentifierFeature>());
            features.Set<IHttpConnectionFeature>(recorded);
            features.Set<IHttpRequestIdentifierFeature>(recorded);
            features.Set(tls is null ? null : (ITlsConnectionFeature)recorded);
        }

        if (features.Get<ISessionFeature>() is { } session)
        {
            features.Set<ISessionFeature>(new RecordingSession(session, recorder));
        }

        // A principal of the app's own class is looked for by its class.
        if (user.GetType() == typeof(ClaimsPrincipal))
        {
            features.Set<IHttpAuthenticationFeature>(new HttpAuthenticationFeature { User = new RecordingPrincipal(user, recorder) });
        }

        PageRequestState.Of(context).Recorder = recorder;
    }
}
