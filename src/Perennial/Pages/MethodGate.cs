using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perennial.Caching;
using Perennial.Http;
using Perennial.Pages.Endpoints;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

/// <summary>
/// Who gets 405: whoever asks for a kept page or a file by a method that it does not take. That is known at three moments:
/// before routing, in the place of the page's endpoint, and when nobody has answered.
/// </summary>
internal sealed class MethodGate(
    Pipeline pipeline, CorsUsage cors, KeptPages pages, AddressReader addresses, RequestedPath requested, IWebHostEnvironment environment)
{
    /// <summary>Before routing: nothing answers this method, and a kept page answers GET.</summary>
    public async ValueTask<bool> TryRefuseInFrontAsync(HttpContext context)
    {
        if (cors.IsUsed && CorsUsage.IsPreflight(context.Request))
        {
            return false;
        }

        await pipeline.Route(context);
        if (context.GetEndpoint() is RouteEndpoint)
        {
            // Something answers this method, be it no page: the action behind the form of a kept page. (Routing's own
            // "405" is an endpoint too, but without a route.)
            return false;
        }

        if (await pipeline.AskForPageAsync(context, context.Request.Path) is not { IsKept: true } page || HasOtherOwner(page))
        {
            return false;
        }

        await OwnAnswer.OnlyReadAsync(context);
        return true;
    }

    /// <summary>In the place of a kept page's endpoint, which routing chose for this method: the page has no form, and declares nothing else.</summary>
    public async ValueTask<bool> TryRefuseAtPageAsync(HttpContext context, PageDefinition page)
    {
        if (await TakesAsync(context, page))
        {
            return false;
        }

        await OwnAnswer.OnlyReadAsync(context);
        return true;
    }

    /// <summary>When nobody has answered: static-file middleware lets other methods pass, and the 404 that follows denies a file that is there.</summary>
    public Task RefuseAtFileAsync(HttpContext context) =>
        !context.Response.HasStarted && context.Response.StatusCode == StatusCodes.Status404NotFound
        && context.GetEndpoint() is null && !RequestMethod.IsRead(context.Request)
        && environment.WebRootFileProvider.HasFile(context.Request.Path)
            ? OwnAnswer.OnlyReadAsync(context)
            : Task.CompletedTask;

    private async ValueTask<bool> TakesAsync(HttpContext context, PageDefinition page)
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
        var read = await pages.ReadAsync(pages.Read(addresses.Read(context, page)), context.RequestAborted);
        return read.Slot is not { } slot || KeptResponse.Of(slot) is { Output.HasForm: true };
    }

    // Not HttpRequest.HasFormContentType, which throws where antiforgery has found no token: it means to be asked last.
    private static bool HasForm(string? contentType) =>
        contentType is not null
        && (contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || contentType.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase));

    // Preflights and the like are the business of the app's own CORS middleware.
    private static bool HasOtherOwner(PageDefinition page) => page.Endpoint.Metadata.Any(static item => item is ICorsMetadata);
}
