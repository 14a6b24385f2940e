using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Asks what would answer a request, before it is routed.</summary>
internal interface IRouteLookup
{
    Endpoint? Peek(HttpContext context);

    /// <summary>The endpoint that routing would choose, or null. Leaves the request as it was.</summary>
    ValueTask<Endpoint?> RouteAsync(HttpContext context);

    /// <summary>
    /// The spelling that a visitor of a page is redirected to unless he asked for it; null where no page of the app's own
    /// answers. Leaves the request as it was.
    /// </summary>
    ValueTask<string?> CanonicalizeAsync(HttpContext context, string path, string? published = null);
}
