using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Asks what would answer a request, before it is routed.</summary>
internal interface IRouteLookup
{
    /// <summary>The page in front, or the endpoint that routing would choose under this path; null where there is none. Leaves the request as it was.</summary>
    ValueTask<Endpoint?> AskAsync(HttpContext context, PathString path);

    /// <summary>
    /// The spelling that a visitor of a page is redirected to unless he asked for it; null where no page of the app's own
    /// answers. Leaves the request as it was.
    /// </summary>
    ValueTask<string?> CanonicalizeAsync(HttpContext context, string path, string? published = null);
}
