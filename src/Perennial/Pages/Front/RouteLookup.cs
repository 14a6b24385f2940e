using Microsoft.AspNetCore.Http;
using Perennial.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Pages.Front;

/// <summary>Lets who stands in front know what would answer.</summary>
internal sealed class RouteLookup(FrontIndex front, Pipeline pipeline, PublicPaths paths, PageSpelling spelling) : IRouteLookup
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
        SelectedEndpoint.Forget(context);
        return endpoint;
    }

    public async ValueTask<string?> CanonicalizeAsync(HttpContext context, string path, string? published = null)
    {
        if (context.GetEndpoint() is not null)
        {
            // Not a page: any spelling of its path is accepted.
            return null;
        }

        var request = context.Request;
        var (asked, method) = (request.Path, request.Method);
        (request.Path, request.Method) = (PathText.Canonical(path), HttpMethods.Get);
        await pipeline.Route(context);

        // The upstream server decides how its own paths are spelled.
        var spelled = context.GetEndpoint()?.Metadata.GetMetadata<PageDefinition>() is { Rewrite: null } page
            ? paths.For(published is null ? spelling.Of(page, request) : PathText.Canonical(published), published ?? path)
            : null;
        (request.Path, request.Method) = (asked, method);
        SelectedEndpoint.Forget(context);
        return spelled;
    }
}
