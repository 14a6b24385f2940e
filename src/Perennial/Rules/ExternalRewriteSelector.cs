using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// The endpoint of an external rewrite can be chosen only when the table has decided that the rewrite applies, and then
/// nothing else can: routing knows neither phases nor conditions.
/// </summary>
internal sealed class ExternalRewriteSelector : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <summary>After every policy in the box, before the pages' own.</summary>
    public override int Order => 9_000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(static endpoint => endpoint.Metadata.GetMetadata<ExternalRewrite>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        // Re-executed for an error page, routing comes before the table: what could not be had is not asked for again.
        var matched = httpContext.Response.StatusCode is StatusCodes.Status200OK ? RequestState.Find(httpContext)?.MatchedRewrite?.Rewrite : null;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && candidates[i].Endpoint.Metadata.GetMetadata<ExternalRewrite>() != matched)
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }
}
