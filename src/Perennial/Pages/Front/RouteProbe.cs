using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perennial.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Pages.Front;

/// <summary>
/// Asks routing what a request would be if it were spelled properly: HEAD as GET, another method as GET, repeated slashes as
/// one. Only requests that need it are asked about; all others go on untouched.
/// </summary>
internal sealed class RouteProbe(Pipeline pipeline, PublicPaths paths, CorsUsage cors, PageSpelling spelling)
{
    /// <summary>Answers what can be answered from the spelling alone; otherwise leaves the request routed, or as it was.</summary>
    public async ValueTask<bool> TryAnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsHead(request.Method))
        {
            await RouteHeadAsync(context);
        }
        else if (!HttpMethods.IsGet(request.Method))
        {
            return await TryRefuseMethodAsync(context);
        }

        return request.Path.Value?.Contains("//", StringComparison.Ordinal) is true && await TryCollapseAsync(context, request.Path.Value);
    }

    private async Task RouteHeadAsync(HttpContext context)
    {
        HeadAsGet.Begin(context);
        if (await PageAtAsync(context) is null)
        {
            HeadAsGet.End(context);
            SelectedEndpoint.Forget(context);
        }
    }

    private async Task<bool> TryRefuseMethodAsync(HttpContext context)
    {
        if (cors.IsUsed && CorsUsage.IsPreflight(context.Request))
        {
            return false;
        }

        await pipeline.Route(context);
        if (context.GetEndpoint() is RouteEndpoint)
        {
            // Something answers this method, be it no page: the action behind the form of a kept page. (Routing's own
            // "405" is an endpoint too, but without a route.)
            return false;
        }

        var method = context.Request.Method;
        SelectedEndpoint.Forget(context);
        context.Request.Method = HttpMethods.Get;
        var page = await PageAtAsync(context);
        context.Request.Method = method;
        SelectedEndpoint.Forget(context);
        if (page is not { IsKept: true } || HasOtherOwner(page))
        {
            return false;
        }

        await PlainResponse.MethodNotAllowedAsync(context);
        return true;
    }

    private async Task<bool> TryCollapseAsync(HttpContext context, string path)
    {
        var request = context.Request;
        var isHead = HttpMethods.IsHead(request.Method);
        if (isHead)
        {
            HeadAsGet.Begin(context);
        }

        request.Path = PathText.Canonical(path);
        if (await PageAtAsync(context) is not { } page)
        {
            request.Path = path;
            if (isHead)
            {
                HeadAsGet.End(context);
            }

            SelectedEndpoint.Forget(context);
            return false;
        }

        // Redirects to the page's canonical path in one hop.
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location =
            request.PathBase.ToUriComponent() + PathText.Encode(paths.For(spelling.Of(page, request), path))
            + request.QueryString.ToUriComponent();
        return true;
    }

    private async Task<PageDefinition?> PageAtAsync(HttpContext context)
    {
        // A request that is re-executed for a status page comes here routed already, under the method that it had.
        SelectedEndpoint.Forget(context);
        await pipeline.Route(context);
        return context.GetEndpoint()?.Metadata.GetMetadata<PageDefinition>();
    }

    // Preflights and the like are the business of the app's own CORS middleware.
    private static bool HasOtherOwner(PageDefinition page) =>
        page.Endpoint.Metadata.Any(static item => item is Microsoft.AspNetCore.Cors.Infrastructure.ICorsMetadata);
}
