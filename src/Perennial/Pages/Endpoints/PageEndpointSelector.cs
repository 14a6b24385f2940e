using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Perennial.Drafts;
using Perennial.Http;
using Perennial.Pages.Front;
using Perennial.Pages.Rendering;

namespace Perennial.Pages.Endpoints;

/// <summary>
/// Puts one of ours in the place of each page's endpoint while routing selects it. Middleware in the pipeline could be
/// placed wrongly; this cannot, and what stands between routing and the endpoint sees the page's own metadata.
/// </summary>
internal sealed class PageEndpointSelector(PageTable pages, VisitorEndpoint visitors, RenderEndpoint renders, DraftGate drafts)
    : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <summary>After every policy in the box: what they ruled out must stay out.</summary>
    public override int Order => 10_000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => pages.Find(endpoint) is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var isRender = PageRequestState.IsRender(httpContext);
        var isDraft = !isRender && drafts.IsDraft(httpContext);
        var isBest = true;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates.IsValidCandidate(i))
            {
                continue;
            }

            ref var candidate = ref candidates[i];
            if (pages.Find(candidate.Endpoint) is { } page)
            {
                if (isBest && PageRequestState.InPass(httpContext) is { } pass)
                {
                    pass.IsAmbiguous = HasCompetingCandidates(candidates, i);
                    pass.Chosen = (httpContext.Request.PathBase.Value, httpContext.Request.Path.Value);
                }

                candidates.ReplaceEndpoint(i, isRender ? ForRender(page) : isDraft ? ForDraft(page) : ForVisitor(page), candidate.Values);
            }

            // Candidates are sorted by score.
            isBest = false;
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Whether another visitor of the same path may be led elsewhere: to an endpoint of the same score, or to one before this
    /// that somebody has ruled out for this visitor, by a header perhaps.
    /// </summary>
    private static bool HasCompetingCandidates(CandidateSet candidates, int index)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i)
                ? i != index && candidates[i].Score == candidates[index].Score
                : IsBefore(candidates[i].Score, candidates[index].Score) && !IsRuledOutByPath(candidates[i].Endpoint))
            {
                return true;
            }
        }

        return false;
    }

    // Ruling a candidate out turns its score into the complement.
    private static bool IsBefore(int ruledOut, int score) => (ruledOut < 0 ? ~ruledOut : ruledOut) <= score;

    // Constraints and parts in one segment look at the path. (That an app's own constraint looks at more is accepted: pages
    // beside "{id:int}" are too common to be kept from the front tier.) Rewrites are judged in front as well.
    private static bool IsRuledOutByPath(Endpoint endpoint) =>
        endpoint is not RouteEndpoint { RoutePattern: var pattern }
        || pattern.ParameterPolicies.Count > 0
        || pattern.PathSegments.Any(static segment => !segment.IsSimple)
        || endpoint.Metadata.GetMetadata<ExternalRewrite>() is not null;

    private Endpoint ForVisitor(PageDefinition page) => page.ForVisitor ??= Wrap(
        page, context => visitors.AnswerAsync(context, page), page.Endpoint.Metadata);

    // The app's own output cache would keep a draft of a dynamic page, and show an editor what it kept.
    private Endpoint ForDraft(PageDefinition page) => page.Policy.IsKept ? ForVisitor(page) : page.ForDraft ??= Wrap(
        page, context => visitors.AnswerAsync(context, page), new([.. page.Endpoint.Metadata, NoOutputCachePolicy.Instance]));

    // A render is not a visit: the app's rate limits are for visitors, and our own gate limits renders.
    private Endpoint ForRender(PageDefinition page) => page.ForRender ??= Wrap(
        page, context => renders.MakeAsync(context, page), new([.. page.Endpoint.Metadata, new DisableRateLimitingAttribute()]));

    private static RouteEndpoint Wrap(PageDefinition page, RequestDelegate handler, EndpointMetadataCollection metadata) =>
        new(
            handler,
            page.Endpoint.RoutePattern,
            page.Endpoint.Order,
            page.Policy.IsKept ? new([.. metadata, page, NoOutputCachePolicy.Instance]) : new([.. metadata, page]),
            page.Endpoint.DisplayName);
}
