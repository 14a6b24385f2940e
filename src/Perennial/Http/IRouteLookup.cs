using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Asks what would answer a request, before it is routed.</summary>
internal interface IRouteLookup
{
    /// <summary>The endpoint of a page that stands in the front tier under the request's path; null says nothing.</summary>
    Endpoint? Peek(HttpContext context);

    /// <summary>The endpoint that routing would choose, or null. Leaves the request as it was.</summary>
    ValueTask<Endpoint?> RouteAsync(HttpContext context);

    /// <summary>
    /// The spelling that a visitor of a page is redirected to unless he asked for it; null where no page of the app's own
    /// answers. Leaves the request as it was.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="path">The path of the page, below the base path.</param>
    /// <param name="published">The path as it is to be written, when a rewrite leads from it to the page.</param>
    ValueTask<string?> SpellAsync(HttpContext context, string path, string? published = null);
}
