using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perennial.Http;

/// <summary>
/// The endpoint that authorization and antiforgery have judged in front of <c>UsePerennial</c>. Each leaves a note, without
/// which the framework does not run an endpoint that asks for it; but the note does not name the endpoint, and a rewrite
/// would carry one that was given to a harmless page over to one that must be guarded.
/// </summary>
internal sealed class EarlyAuthorization
{
    // The contract between these two and EndpointMiddleware. (CORS has one, too, and decides nothing that a server does.)
    private const string Authorization = "__AuthorizationMiddlewareWithEndpointInvoked";
    private const string Antiforgery = "__AntiforgeryMiddlewareWithEndpointInvoked";

    private readonly Endpoint _endpoint;

    private EarlyAuthorization(Endpoint endpoint) => _endpoint = endpoint;

    public static void Note(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is not null && (context.Items.ContainsKey(Authorization) || context.Items.ContainsKey(Antiforgery)))
        {
            context.Features.Set(new EarlyAuthorization(endpoint));
        }
        else if (context.Features.Get<EarlyAuthorization>() is not null)
        {
            context.Features.Set<EarlyAuthorization>(null);
        }
    }

    // Middleware behind UsePerennial that judges the endpoint leaves its note anew.
    public static void ClearUnlessSame(HttpContext context)
    {
        if (context.Features.Get<EarlyAuthorization>() is not { } judged || IsSame(judged._endpoint, context.GetEndpoint()))
        {
            return;
        }

        context.Items.Remove(Authorization);

        // Where antiforgery judges nothing its note says nothing: HEAD is another endpoint in front than behind.
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method) && !HttpMethods.IsTrace(method))
        {
            context.Items.Remove(Antiforgery);
        }
    }

    // Each router makes endpoint objects of its own.
    private static bool IsSame(Endpoint judged, Endpoint? endpoint) => judged == endpoint
        || (judged is RouteEndpoint one && endpoint is RouteEndpoint other
            && one.RoutePattern.RawText == other.RoutePattern.RawText && one.Order == other.Order && one.DisplayName == other.DisplayName
            && WantsToken(one) == WantsToken(other));

    private static bool WantsToken(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation is true;
}
