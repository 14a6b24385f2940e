using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>The canonical path of a page that a request was routed to, without what the site says of slashes at its end.</summary>
internal sealed class PageSpelling(LinkedPages links)
{
    public string Of(PageDefinition page, HttpRequest request)
    {
        var asked = request.Path.Value ?? "/";
        if (page is not { IsKept: true, Rewrite: null })
        {
            return PathText.Canonical(asked);
        }

        var (linked, path) = links.Of(page, asked);
        return CanonicalPath.Of(linked.Endpoint.RoutePattern, request.RouteValues, path);
    }
}
