using Microsoft.AspNetCore.Http;
using Perennial.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

/// <summary>Lets who stands in front know what would answer.</summary>
internal sealed class RouteLookup(FrontIndex front, Pipeline pipeline) : IRouteLookup
{
    public Endpoint? Peek(HttpContext context) => front.Find(context)?.Address.Page.Endpoint;

    public async ValueTask<Endpoint?> RouteAsync(HttpContext context)
    {
        // Endpoints that answer GET seldom declare HEAD, and answer it all the same.
        var method = context.Request.Method;
        if (HttpMethods.IsHead(method))
        {
            context.Request.Method = HttpMethods.Get;
        }

        await pipeline.Route(context);
        var endpoint = context.GetEndpoint();
        context.Request.Method = method;
        Routed.Forget(context);
        return endpoint;
    }
}
