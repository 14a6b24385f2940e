using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;
using Perennial.Drafts;
using Perennial.Http;
using Perennial.Pages.Front;
using Perennial.Pages.Recording;
using Perennial.Pages.Rendering;
using Perennial.Telemetry;

namespace Perennial.Pages.Endpoints;

// Stands in the place of each page's endpoint. For a visitor: find, judge, serve, fill. For a render: run the page's
// own delegate under the recorders.
internal sealed class EndpointTier(
    KeptPages pages,
    FrontIndex front,
    AddressReader addresses,
    StaticPathSets paths,
    PageResponder responder,
    RecentlyNotKept notKept,
    PageSignals signals,
    DraftGate drafts,
    RequestedPath requested,
    CultureMismatchDetector cultures,
    IHostEnvironment environment,
    ILogger<EndpointTier> logger)
{
    public async Task MakeAsync(HttpContext context, PageDefinition page)
    {
        var feature = PageRequestState.Find(context)!.Render!;
        if (feature.MadeBy is null)
        {
            CultureMismatchDetector.Apply(context, feature.Address);
            feature.IsOtherPath = !addresses.Read(context, page).IsKeyedAs(feature.Address);
            feature.MadeBy = page;
            foreach (var read in BoundArguments.Of(context, page))
            {
                Recorder.Of(context)!.Note(read);
            }
        }
        else if (page.Policy.IsDeclared && RenderScope.Current is { } scope)
        {
            // A status-code page that is re-executed inside the render belongs to the page that asked for it, and that page
            // is no newer than what it shows.
            foreach (var tag in page.Policy.Tags)
            {
                scope.Add(tag);
            }

            scope.Shorten(page.Policy.Lifetime);
        }

        await DelegateAsync(context, page);
    }

    public Task AnswerAsync(HttpContext context, PageDefinition page)
    {
        if (AddressProbe.TryAnswer(context, page, addresses))
        {
            return Task.CompletedTask;
        }

        if (environment.IsDevelopment())
        {
            return RunForDeveloperAsync(context, page);
        }

        // Re-executed for an error or a status: what is asked for is not what the path says.
        if (context.Response.StatusCode != StatusCodes.Status200OK)
        {
            return RunAsync(context, page, CacheStatus.BypassDynamic);
        }

        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (page.Rewrite is not null && (!page.IsKept || !isRead || BypassRules.Applies(context.Request, page)))
        {
            return RunAsync(context, page, isRead ? CacheStatus.BypassPassedOn : CacheStatus.Method);
        }

        if (!page.IsKept)
        {
            return isRead && requested.Canonical(context, PathText.Canonical(context.Request.Path.Value ?? "/")) is { } elsewhere
                ? RedirectToCanonical(context, elsewhere)
                : RunAsync(context, page, CacheStatus.BypassDynamic);
        }

        if (!isRead)
        {
            return AnswerOtherMethodAsync(context, page);
        }

        if (RequestedPath.IsMalformed(context))
        {
            return PlainResponse.WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request");
        }

        var address = addresses.Read(context, page);
        if (address.Path.Length > CacheTag.MaxPathLength || requested.IsOtherPath(context))
        {
            // A path too long for a tag could never be invalidated; and one that differs from what routing chose would be keyed wrongly.
            return RunAsync(context, page, CacheStatus.BypassDynamic);
        }

        return requested.Canonical(context, address.Path) is not { } location ? AnswerKeptAsync(context, address)

            // How its paths are spelled is the other server's business: if both had a say, they could redirect for ever.
            : page.Rewrite is not null ? RunAsync(context, page, CacheStatus.BypassPassedOn)
            : RedirectToCanonical(context, location);
    }

    /// <summary>Nothing is kept in Development; what a page would not be kept for is said where a developer looks.</summary>
    private Task RunForDeveloperAsync(HttpContext context, PageDefinition page)
    {
        if (context.Response.StatusCode != StatusCodes.Status200OK)
        {
            // This page only stands in for another response (an error page), whose Cache-Status stays as it is.
            return PageRequestState.InPass(context) is { CacheStatus: not null }
                ? DelegateAsync(context, page)
                : RunAsync(context, page, CacheStatus.InDevelopment(NotKeptReasons.InPlaceOf(context.Response.StatusCode)));
        }

        if (NotKeptReasons.Before(page) is { } because)
        {
            return RunAsync(context, page, CacheStatus.InDevelopment(because));
        }

        var isWatched = page.Policy.IsKept || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (isWatched && page.Rewrite is null && !drafts.IsDraft(context))
        {
            var reads = DevelopmentRecorder.Begin(context, page);
            context.Response.OnStarting(() =>
            {
                PageRequestState.InPass(context)?.CacheStatus = CacheStatus.InDevelopment(NotKeptReasons.After(page, reads(), context.Response));
                return Task.CompletedTask;
            });
        }

        return RunAsync(context, page, CacheStatus.InDevelopment(NotKeptReasons.Unwatched(page)));
    }

    private async Task AnswerKeptAsync(HttpContext context, PageAddress address)
    {
        // Before anything of the cache is looked at: what is not listed may be previewed too, and a draft neither joins nor
        // begins a flight that others wait for.
        if (drafts.IsDraft(context))
        {
            await RunAsync(context, address.Page, CacheStatus.BypassDraft);
            return;
        }

        if (address.Page.Policy.Unlisted is UnlistedPaths.NotFound && !await paths.HasAsync(address, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var key = pages.Key(address);
        var found = await pages.FindAsync(address, key, context.RequestAborted);
        if (found?.Slot is not { } slot)
        {
            await FillAsync(context, address, key, expired: null);
            return;
        }

        if (MustPass(context, address, slot))
        {
            await RunAsync(context, address.Page, CacheStatus.BypassPassedOn);
            return;
        }

        var freshness = slot.Judge(pages.Ledger);
        if (freshness.State is FreshnessState.Expired && !pages.IsResting(key, found.Cell))
        {
            await FillAsync(context, address, key, expired: found);
            return;
        }

        Publish(context, address, found.Cell);
        if (freshness.State is FreshnessState.Stale)
        {
            if (PageRequestState.Find(context) is { Source: not null })
            {
                // The caller keeps what it makes of this page, and would keep an old version: it waits for the fresh one.
                var (anew, _) = await pages.FillAsync(address, key, RenderReason.Refresh, context.RequestAborted);
                slot = anew.Slot is { } made && KeptResponse.Of(made) is not null ? made : slot;
            }
            else
            {
                _ = pages.RefreshBehind(key, found.Cell, address, pages.Render(address));
            }
        }

        signals.Answered(context, address.Page.Route, freshness.State is FreshnessState.Fresh ? CacheResult.Hit : CacheResult.Stale);
        Log.Answered(logger, freshness.State, freshness.Reason, address.Path);
        await WriteAsync(context, slot, StatusOf(freshness));
    }

    // Judged again: the entry may have been invalidated while it was made. It is still good enough for a visitor who came before that.
    private Task WriteAsync(HttpContext context, CacheSlot slot, string? status)
    {
        PageRequestState.Find(context)?.Source?.Slot = slot;
        return responder.WriteAsync(context, slot, KeptResponse.Of(slot)!, slot.Judge(pages.Ledger), status);
    }

    private async Task FillAsync(HttpContext context, PageAddress address, EntryKey key, FlightResult? expired)
    {
        if (notKept.IsKnown(key))
        {
            await RunAsync(context, address.Page, CacheStatus.BypassDynamic);
            return;
        }

        var (result, joined) = await pages.FillAsync(address, key, RenderReason.Miss, context.RequestAborted);
        if (joined)
        {
            signals.Joined(address.Page.Route);
        }

        if (result.Slot is { } slot && KeptResponse.Of(slot) is not null)
        {
            signals.Answered(context, address.Page.Route, expired is null ? CacheResult.Miss : CacheResult.Expired);
            Publish(context, address, result.Cell);
            if (MustPass(context, address, slot))
            {
                await RunAsync(context, address.Page, CacheStatus.BypassPassedOn);
                return;
            }

            Log.Rendered(logger, address.Path, joined);
            cultures.Check(address);
            await WriteAsync(context, slot, MissStatus(expired is not null, joined));
            return;
        }

        // Refused is not failed: the next visit may try at once.
        if (!joined && expired is not null && result.Outcome is not RenderOutcome.Refused)
        {
            pages.NoteFailure(key, expired.Cell);
        }

        if (expired?.Slot is { } old && result.Outcome is not RenderOutcome.NotKept)
        {
            // The old page stays: an editor's change that cannot be rendered must not take the page away.
            var isRefused = result.Outcome is RenderOutcome.Refused;
            Log.KeptOld(logger, address.Path);
            signals.Answered(context, address.Page.Route, isRefused ? CacheResult.Refused : CacheResult.Failed);
            await WriteAsync(context, old, isRefused ? CacheStatus.StaleRefused : CacheStatus.StaleUnrendered);
            return;
        }

        await AnswerUnkeptAsync(context, address, key, result.Outcome);
    }

    private async Task AnswerUnkeptAsync(HttpContext context, PageAddress address, EntryKey key, RenderOutcome outcome)
    {
        if (outcome is RenderOutcome.NotKept not)
        {
            Learn(address, key, not.Reason);
            await RunAsync(context, address.Page, CacheStatus.BypassDynamic);
            return;
        }

        signals.Answered(context, address.Page.Route, outcome is RenderOutcome.Refused ? CacheResult.Refused : CacheResult.Failed);
        switch (outcome)
        {
            case RenderOutcome.Refused:
                context.Response.Headers.RetryAfter = "1";
                await PlainResponse.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Service Unavailable");
                return;
            case RenderOutcome.Failed { Error: TimeoutException error }:
                Log.RenderFailed(logger, address.Page.Route, error);
                await PlainResponse.WriteAsync(context, StatusCodes.Status504GatewayTimeout, "Gateway Timeout");
                return;
            case RenderOutcome.Failed when address.Page.Rewrite is not null:
                // An upstream's error page, or our 502, goes to the visitor as it is.
                await RunAsync(context, address.Page, CacheStatus.BypassPassedOn);
                return;
            case RenderOutcome.Failed failed:
                // Rethrown, so that the app's own error page answers.
                throw new PageRenderException(address.Page.Route, failed.Error);
        }
    }

    private void Learn(PageAddress address, EntryKey key, string because)
    {
        if (address.Page.Policy.Mode is PageMode.Auto)
        {
            address.Page.Observations.LearnDynamic(because);
            Log.LearntDynamic(logger, address.Page.Route, because);
            return;
        }

        notKept.Add(key);
        Log.NotKept(logger, address.Page.Route, because);
    }

    private void Publish(HttpContext context, PageAddress address, CacheCell? cell)
    {
        if (cell is not null
            && PageRequestState.InPass(context) is { } pass
            && FrontTierEligibility.Judge(
                address.Page.Endpoint.Metadata, !pass.IsAmbiguous, !requested.IsOfSite(address), address.Culture is not null, pass.HadCulture))
        {
            front.Add(new(address, cell, pages.Render(address)));
        }
    }

    private async Task AnswerOtherMethodAsync(HttpContext context, PageDefinition page)
    {
        if (drafts.IsDraft(context) || await MayTakeAsync(context, page))
        {
            await RunAsync(context, page, CacheStatus.Method);
        }
        else
        {
            await PlainResponse.MethodNotAllowedAsync(context);
        }
    }

    private async Task<bool> MayTakeAsync(HttpContext context, PageDefinition page)
    {
        if (page.Observations.HasForm || FormPages.Takes(page, context.Request.Method) || requested.IsOtherPath(context))
        {
            return true;
        }

        // Without the content of a form it cannot be one, and whether the page has one need not be found out by rendering it.
        if (page.Kind is not CacheKind.Component || !HasForm(context.Request.ContentType))
        {
            return false;
        }

        // A child of the page may have brought the form. An entry knows, and so does the render that makes one.
        var address = addresses.Read(context, page);
        var key = pages.Key(address);
        if (await pages.FindAsync(address, key, context.RequestAborted) is null)
        {
            var (result, _) = await pages.FillAsync(address, key, RenderReason.Miss, context.RequestAborted);
            return result.Outcome is not RenderOutcome.Kept || page.Observations.HasForm;
        }

        return page.Observations.HasForm;
    }

    private Task RunAsync(HttpContext context, PageDefinition page, string cacheStatus)
    {
        signals.Answered(context, page.Route, CacheResult.Bypass);
        PageRequestState.InPass(context)?.CacheStatus = drafts.IsDraft(context) ? CacheStatus.BypassDraft : cacheStatus;
        return DelegateAsync(context, page);
    }

    private static bool MustPass(HttpContext context, PageAddress address, CacheSlot slot) =>
        address.Page.Rewrite is not null && KeptResponse.Of(slot) is { } kept && BypassRules.Applies(context.Request, kept);

    private static Task DelegateAsync(HttpContext context, PageDefinition page)
    {
        if (page.Rewrite is not null && HeadAsGet.Is(context))
        {
            // Another server knows HEAD, and may be glad not to send the rest.
            HeadAsGet.End(context);
        }

        return page.Kind is CacheKind.Component
            ? SuppressibleResponseBody.RunAsync(context, page.Endpoint.RequestDelegate!)
            : page.Endpoint.RequestDelegate!(context);
    }

    // Not HttpRequest.HasFormContentType, which throws where antiforgery has found no token: it means to be asked last.
    private static bool HasForm(string? contentType) =>
        contentType is not null
        && (contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || contentType.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase));

    private static Task RedirectToCanonical(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private static string? StatusOf(Freshness freshness) => freshness switch
    {
        { State: FreshnessState.Expired } => CacheStatus.HitUnrendered,
        { IsInvalidated: true } => CacheStatus.HitRevalidated,
        _ => null,
    };

    private static string MissStatus(bool wasExpired, bool joined) => (wasExpired, joined) switch
    {
        (true, true) => CacheStatus.ExpiredCollapsed,
        (true, false) => CacheStatus.ExpiredStored,
        (false, true) => CacheStatus.MissCollapsed,
        _ => CacheStatus.MissStored,
    };
}
