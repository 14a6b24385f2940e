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
            await BeginHeadAsync(context);
        }
        else if (!HttpMethods.IsGet(request.Method))
        {
            return await methods.TryRefuseInFrontAsync(context);
        }

        return request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal) && await TryCollapseAsync(context, path);
    }

    // Routing comes by again behind this, and then by the method that stays.
    private async Task BeginHeadAsync(HttpContext context)
    {
        if (await pipeline.AskForPageAsync(context, context.Request.Path) is not null)
        {
            HeadAsGet.Begin(context);
        }
    }

    /// <summary>To the page's canonical path, in one hop.</summary>
    private async Task<bool> TryCollapseAsync(HttpContext context, string path)
    {
        var spelled = await pipeline.AskAsync(context, HttpMethods.Get, PathText.Canonical(path), (endpoint, asked) =>
            endpoint?.Metadata.GetMetadata<PageDefinition>() is { } page ? paths.For(spelling.Of(page, asked), path) : null);
        if (spelled is null)
        {
            return false;
        }

        var request = context.Request;
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = request.PathBase.ToUriComponent() + PathText.Encode(spelled) + request.QueryString.ToUriComponent();
        return true;
    }
}
