using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Drafts;
using Perennial.Http;

namespace Perennial.Pages.Front;

/// <summary>
/// What stands around every request that passes the front tier: who runs is known, every response gets its headers, what is
/// only misspelled is answered, and errors are reported.
/// </summary>
internal sealed class FrontPassage(
    RouteProbe probe,
    DraftGate drafts,
    CurrentRequest current,
    DefaultHeaders headers,
    VisitorErrors errors,
    MethodGate methods,
    CacheHandlerStore? handler = null)
{
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Response.StatusCode != StatusCodes.Status200OK)
        {
            BodilessResponse.Forget(context);
        }

        using var request = current.Begin(context);
        using var draft = drafts.IsDraft(context) ? RenderScope.BeginDraft() : null;
        PageRequestState.Pass(context, headers);
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
        await methods.RefuseAtFileAsync(context);
    }
}
