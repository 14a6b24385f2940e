using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Answers;
using Perennial.Caching.Flights;
using Perennial.Caching.Reads;
using Perennial.Http;
using Perennial.Pages.Front;
using Perennial.Telemetry;

namespace Perennial.Pages.Endpoints;

/// <summary>What a visitor gets for whom the cache has nothing: the page, run for this visitor alone, or the reason why there is none.</summary>
internal sealed class UncachedAnswer(RecentlyNotKept notKept, PageSignals signals, ILogger<UncachedAnswer> logger)
{
    /// <param name="context">The visitor's.</param>
    /// <param name="page">The page that is run.</param>
    /// <param name="cacheStatus">Why the cache has no say. A draft says so itself, whatever else would be the reason.</param>
    public Task RunAsync(HttpContext context, PageDefinition page, string cacheStatus)
    {
        signals.Answered(context, page.Route, CacheResult.Bypass);
        PageRequestState.InPass(context)?.CacheStatus =
            RequestState.Find(context) is { IsDraft: true } ? CacheStatus.BypassDraft : cacheStatus;
        return PageDelegate.InvokeAsync(context, page);
    }

    public Task AnswerAsync(HttpContext context, PageVisit visit, ReadResult read)
    {
        if (read.Outcome is RenderOutcome.NotKept not)
        {
            notKept.Learn(visit.Address, visit.Key, not.Reason);
        }

        return read.Status is ReadStatus.NotKept or ReadStatus.Bypass
            ? RunAsync(context, visit.Address.Page, CacheAnswer.StatusOf(read)!)
            : FailAsync(context, visit.Address.Page, read);
    }

    private Task FailAsync(HttpContext context, PageDefinition page, ReadResult read)
    {
        signals.Answered(context, page.Route, CacheResult.Of(read.Status));
        switch (read.Outcome)
        {
            case RenderOutcome.Refused:
                context.Response.Headers.RetryAfter = "1";
                return OwnAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Service Unavailable");
            case RenderOutcome.Failed { Error: TimeoutException error }:
                Log.RenderFailed(logger, page.Route, error);
                return OwnAnswer.WriteAsync(context, StatusCodes.Status504GatewayTimeout, "Gateway Timeout");
            case RenderOutcome.Failed when page.Rewrite is not null:
                // An upstream's error page, or our 502, goes to the visitor as it is.
                return RunAsync(context, page, CacheStatus.BypassPassedOn);
            case RenderOutcome.Failed failed:
                // Rethrown, so that the app's own error page answers.
                throw new PageRenderException(page.Route, failed.Error);
            default:
                throw new UnreachableException(read.ToString());
        }
    }
}
