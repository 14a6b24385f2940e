using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Caching.Reads;
using Perennial.Pages.Front;
using Perennial.Telemetry;

namespace Perennial.Pages.Endpoints;

/// <summary>A page out of the cache: found there, or made now and kept.</summary>
internal sealed class CachedAnswer(
    KeptPages pages,
    StaticPathSets paths,
    FrontIndex front,
    PageResponder responder,
    PageSignals signals,
    CultureMismatchDetector cultures,
    UncachedAnswer uncached)
{
    public async Task AnswerAsync(HttpContext context, PageAddress address)
    {
        if (address.Page.Policy.Unlisted is UnlistedPaths.NotFound && !await paths.HasAsync(address, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var visit = pages.Visit(context, address);
        var read = await pages.ReadAsync(visit, context.RequestAborted);
        if (read.Joined)
        {
            signals.Joined(address.Page.Route);
        }

        await (read.Slot is null ? uncached.AnswerAsync(context, visit, read) : WriteAsync(context, visit, read));
    }

    private Task WriteAsync(HttpContext context, PageVisit visit, in ReadResult read)
    {
        if (KeptResponse.Of(read.Slot!) is { Output.HasForm: true })
        {
            // After a restart the form is known from the entry, not from a render.
            visit.Address.Page.Observations.LearnForm();
        }

        front.Publish(context, visit, read.Cell);
        PageRequestState.Find(context)?.Source?.Slot = read.Slot;
        if (read.Status is ReadStatus.Miss or ReadStatus.Expired)
        {
            cultures.Check(visit.Address);
        }

        return responder.AnswerAsync(context, visit.Address, read);
    }
}
