using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;
using Perennial.Http;
using Perennial.Telemetry;

namespace Perennial.Pages.Front;

/// <summary>Complete public pages, straight from memory, before routing and everything else.</summary>
internal sealed class FrontTier(
    FrontLookup lookup,
    KeptPages pages,
    PageResponder responder,
    PageSignals signals,
    FrontPassage passage,
    ILogger<FrontTier> logger)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (lookup.Find(context) is (var page, var slot))
        {
            var freshness = slot.Judge(pages.Ledger);
            if (freshness.State is not FreshnessState.Expired)
            {
                return AnswerAsync(context, page, slot, freshness);
            }
        }

        if (context.Response.StatusCode != StatusCodes.Status200OK)
        {
            BodilessResponse.Forget(context);
        }

        return passage.RunAsync(context, next);
    }

    private Task AnswerAsync(HttpContext context, FrontPage page, CacheSlot slot, Freshness freshness)
    {
        string? status = null;
        if (freshness.State is FreshnessState.Stale)
        {
            _ = pages.RefreshBehind(page.Cell.Key, page.Cell, page.Address, page.Render);
            status = freshness.IsInvalidated ? CacheStatus.HitRevalidated : null;
        }

        if (!page.Cell.IsUsed)
        {
            // Written only when it changes: a line of memory that every core writes to on every hit is one they fight for.
            page.Cell.IsUsed = true;
        }

        signals.Answered(context, page.Address.Page.Route, freshness.State is FreshnessState.Fresh ? CacheResult.Hit : CacheResult.Stale);
        Log.Answered(logger, freshness.State, freshness.Reason, page.Address.Path);
        return responder.WriteAsync(context, slot, KeptResponse.Of(slot)!, freshness, status);
    }
}
