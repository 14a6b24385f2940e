using Microsoft.AspNetCore.Http;
using Perennial.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Pages.Front;

/// <summary>
/// Asks routing what a request would be if it were spelled properly: HEAD as GET, another method as GET, repeated slashes as
/// one. Only requests that need it are asked about; all others go on untouched.
/// </summary>
internal sealed class RouteProbe(Pipeline pipeline, PublicPaths paths, MethodGate methods, PageSpelling spelling)
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
            return await methods.TryRefuseInFrontAsync(context);
        }

        return request.Path.Value?.Contains("//", StringComparison.Ordinal) is true && await TryCollapseAsync(context, request.Path.Value);
    }

    private async Task RouteHeadAsync(HttpContext context)
    {
        HeadAsGet.Begin(context);
        if (await pipeline.PageAtAsync(context) is null)
        {
            HeadAsGet.End(context);
            SelectedEndpoint.Forget(context);
        }
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
        if (await pipeline.PageAtAsync(context) is not { } page)
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
}
