using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Perennial.Caching.Memory;
using Perennial.Drafts;
using Perennial.Http;

namespace Perennial.Pages.Front;

/// <summary>Finds the page that may be shown to this visitor before anybody else looks at him.</summary>
internal sealed class FrontLookup(FrontIndex index, DraftGate drafts, IHostEnvironment environment)
{
    private readonly bool _serves = !environment.IsDevelopment();

    public (FrontPage Page, CacheSlot Slot)? Find(HttpContext context)
    {
        // Another status than 200 before anything has answered: the request is re-executed for an error page.
        return RequestMethod.IsRead(context.Request)
            && _serves && context.Response.StatusCode == StatusCodes.Status200OK && !ShowsDrafts(context)
            && index.Find(context) is { Cell.Current: { } slot } page && IsForVisitor(context, page, slot)
                ? (page, slot)
                : null;
    }

    private static bool IsForVisitor(HttpContext context, FrontPage page, CacheSlot slot)
    {
        var definition = page.Address.Page;
        return RequestState.Find(context)?.MatchedRewrite?.Rewrite == definition.Rewrite
            && (definition.Rewrite is null
                || (!BypassRules.Applies(context.Request, definition) && !BypassRules.Applies(context.Request, KeptResponse.Of(slot)!)));
    }

    // A forged cookie is ignored here already, so that its sender gets the fast path like everybody else.
    private bool ShowsDrafts(HttpContext context) =>
        DraftCookie.IsMentioned(context.Request.Headers.Cookie) && drafts.IsDraft(context);
}
