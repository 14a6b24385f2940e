using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Perennial.Http;

namespace Perennial.Pages.Front;

/// <summary>
/// May a page be answered in front of routing and of everything else that stands after <c>UsePerennial</c>? Only when
/// nothing there would have looked at the visitor. One pure function, with a table as its test.
/// </summary>
internal static class FrontTierEligibility
{
    public static bool Judge(
        EndpointMetadataCollection metadata,
        bool isOnlyCandidate,
        bool hasPathBase,
        bool hasCulture,
        bool hadCultureInFront) =>
        isOnlyCandidate
        && !hasPathBase
        && (!hasCulture || hadCultureInFront)
        && metadata.GetMetadata<IEnableCorsAttribute>() is null
        && metadata.GetMetadata<ICorsPolicyMetadata>() is null
        && metadata.GetMetadata<EnableRateLimitingAttribute>() is null
        && metadata.GetMetadata<IHostMetadata>() is not { Hosts.Count: > 0 }
        && metadata.GetMetadata<ExternalRewrite>() is not { IsConditional: true };
}
