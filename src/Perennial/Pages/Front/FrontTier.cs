using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Caching.Ledger;
using Perennial.Caching.Memory;
using Perennial.Deployment;
using Perennial.Drafts;
using Perennial.Http;
using Perennial.Telemetry;

namespace Perennial.Pages.Front;

/// <summary>
/// Complete public pages, straight from memory, before routing and everything else; and the manners of every other request.
/// </summary>
internal sealed class FrontTier(
    FrontIndex index,
    KeptPages pages,
    PageResponder responder,
    RouteProbe probe,
    DraftGate drafts,
    CurrentRequest current,
    VisitorErrors errors,
    PageSignals signals,
    DeploymentIdentity deployment,
    HttpOptions options,
    IWebHostEnvironment environment,
    ILogger<FrontTier> logger,
    CacheHandlerStore? handler = null)
{
    private readonly bool _serves = !environment.IsDevelopment();
    private readonly bool _writesStatus = options.CacheStatus;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        var isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

        // Another status than 200 before anything has answered: the request is re-executed for an error page.
        if (isRead && _serves && context.Response.StatusCode == StatusCodes.Status200OK && !ShowsDrafts(context)
            && index.Find(context) is { Cell.Current: { } slot } page && IsForVisitor(context, page, slot))
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

        return PassAsync(context, next);
    }

    private static bool IsForVisitor(HttpContext context, FrontPage page, CacheSlot slot)
    {
        var definition = page.Address.Page;
        return context.Features.Get<MatchedRewrite>()?.Rewrite == definition.Rewrite
            && (definition.Rewrite is null
                || (!BypassRules.Applies(context.Request, definition) && !BypassRules.Applies(context.Request, KeptResponse.Of(slot)!)));
    }

    // A forged cookie is ignored here already, so that its sender gets the fast path like everybody else.
    private bool ShowsDrafts(HttpContext context) =>
        DraftCookie.IsMentioned(context.Request.Headers.Cookie) && drafts.IsDraft(context);

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

    private async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        using var request = current.Begin(context);
        using var draft = drafts.IsDraft(context) ? RenderScope.BeginDraft() : null;
        context.Features.Set(new FrontTierFeature(Cultures.Of(context) is not null));
        DefaultHeaders.Register(context, deployment, _writesStatus);
        handler?.ResetRequestCache();
        if (await probe.TryAnswerAsync(context))
        {
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception error)
        {
            errors.Report(context, error);
            throw;
        }

        errors.ReportHandled(context);
        if (!context.Response.HasStarted && context.Response.StatusCode == StatusCodes.Status404NotFound
            && context.GetEndpoint() is null && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && IsFile(context.Request.Path))
        {
            await PlainResponse.MethodNotAllowedAsync(context);
        }
    }

    // Static-file middleware lets other methods pass, and the 404 that follows denies a file that is there.
    private bool IsFile(PathString path) =>
        path.HasValue && environment.WebRootFileProvider.GetFileInfo(path.Value) is { Exists: true, IsDirectory: false };
}
