using Microsoft.AspNetCore.Http;
using Perennial.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Pages.Front;

/// <summary>Lets who stands in front know what would answer.</summary>
internal sealed class RouteLookup(FrontIndex front, Pipeline pipeline, PublicPaths paths, PageSpelling spelling) : IRouteLookup
{
    public async ValueTask<Endpoint?> AskAsync(HttpContext context, PathString path)
    {
        // Endpoints that answer GET seldom declare HEAD, and answer it all the same.
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        return front.Find(context, path)?.Address.Page.Endpoint
            ?? await pipeline.AskAsync(context, method, path, static (endpoint, _) => endpoint);
    }

    public async ValueTask<string?> CanonicalizeAsync(HttpContext context, string path, string? published = null)
    {
        if (context.GetEndpoint() is not null)
        {
            // Not a page: any spelling of its path is accepted.
            return null;
        }

        // The upstream server decides how its own paths are spelled.
        return await pipeline.AskAsync(context, HttpMethods.Get, PathText.Canonical(path), (endpoint, asked) =>
            endpoint?.Metadata.GetMetadata<PageDefinition>() is { Rewrite: null } page
                ? paths.For(published is null ? spelling.Of(page, asked) : PathText.Canonical(published), published ?? path)
                : null);
    }
}
