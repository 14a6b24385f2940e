using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Drafts;
using Perennial.Http;
using Perennial.Telemetry;

namespace Perennial.Pages.Endpoints;

/// <summary>Stands in the place of each page's endpoint when a visitor asks for it.</summary>
internal sealed class VisitorEndpoint(
    AddressReader addresses,
    RequestedPath requested,
    DraftGate drafts,
    MethodGate methods,
    CachedAnswer cached,
    UncachedAnswer uncached,
    DevelopmentEndpoint development)
{
    public Task AnswerAsync(HttpContext context, PageDefinition page)
    {
        // 1. A build only asks what a visit would be looked up as.
        if (AddressProbe.TryAnswer(context, page, addresses))
        {
            return Task.CompletedTask;
        }

        // 2. Who sees drafts is asked here, once for all that follows; and before anything of the cache is looked at: what is
        //    not listed may be previewed too, and a draft neither joins nor begins a flight that others wait for.
        var isDraft = drafts.IsDraft(context);

        // 3. In Development nothing is kept.
        if (development.IsOn)
        {
            return development.AnswerAsync(context, page, isDraft);
        }

        // 4. Re-executed for an error or a status: what is asked for is not what the path says.
        if (context.Response.StatusCode != StatusCodes.Status200OK)
        {
            return uncached.RunAsync(context, page, CacheStatus.BypassDynamic);
        }

        // 5. What another server has to see for itself.
        var isRead = RequestMethod.IsRead(context.Request);
        if (page.Rewrite is not null && (!page.IsKept || !isRead || BypassRules.Applies(context.Request, page)))
        {
            return uncached.RunAsync(context, page, isRead ? CacheStatus.BypassPassedOn : CacheStatus.Method);
        }

        // 6. A form, or a method that the page does not take. A page that is not kept answers every method itself.
        if (!isRead)
        {
            return page.IsKept && !isDraft ? AnswerOtherMethodAsync(context, page)
                : uncached.RunAsync(context, page, page.IsKept ? CacheStatus.Method : CacheStatus.BypassDynamic);
        }

        // 7. Reads, under the one spelling that a page has.
        return page.IsKept ? ReadAsync(context, page, isDraft)
            : requested.Canonical(context, PathText.Canonical(context.Request.Path.Value ?? "/")) is { } location ? RedirectAsync(context, location)
            : uncached.RunAsync(context, page, CacheStatus.BypassDynamic);
    }

    private Task ReadAsync(HttpContext context, PageDefinition page, bool isDraft)
    {
        if (RawTarget.IsMalformed(context))
        {
            return OwnAnswer.MalformedAsync(context);
        }

        var address = addresses.Read(context, page);
        if (address.Path.Length > CacheTag.MaxPathLength || requested.IsOtherPath(context))
        {
            // A path too long for a tag could never be invalidated; and one that differs from what routing chose would be keyed wrongly.
            return uncached.RunAsync(context, page, CacheStatus.BypassDynamic);
        }

        if (requested.Canonical(context, address.Path) is { } location)
        {
            // How its paths are spelled is the other server's business: if both had a say, they could redirect for ever.
            return page.Rewrite is not null
                ? uncached.RunAsync(context, page, CacheStatus.BypassPassedOn)
                : RedirectAsync(context, location);
        }

        return isDraft ? uncached.RunAsync(context, address.Page, CacheStatus.BypassDraft) : cached.AnswerAsync(context, address);
    }

    private async Task AnswerOtherMethodAsync(HttpContext context, PageDefinition page)
    {
        if (!await methods.TryRefuseAtPageAsync(context, page))
        {
            await uncached.RunAsync(context, page, CacheStatus.Method);
        }
    }

    private static Task RedirectAsync(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
