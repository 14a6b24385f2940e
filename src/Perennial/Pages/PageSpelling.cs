using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>The canonical path of a page that a request was routed to, without what the site says of slashes at its end.</summary>
internal static class PageSpelling
{
    public static string Of(PageDefinition page, HttpRequest request) => page is { IsKept: true, Rewrite: null }
        ? CanonicalPath.Of(page.Endpoint.RoutePattern, request.RouteValues, request.Path.Value ?? "/")
        : PathText.Canonical(request.Path.Value ?? "/");
}
