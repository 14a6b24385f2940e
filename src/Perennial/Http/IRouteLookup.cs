using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>Asks what would answer a request, before it is routed.</summary>
internal interface IRouteLookup
{
    /// <summary>The endpoint of a page that stands in the front tier under the request's path; null says nothing.</summary>
    Endpoint? Peek(HttpContext context);

    /// <summary>The endpoint that routing would choose, or null. Leaves the request as it was.</summary>
    ValueTask<Endpoint?> RouteAsync(HttpContext context);
}
