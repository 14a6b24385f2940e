using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Perennial.Http;
using Perennial.Pages.Front;
using Perennial.Pages.Recording;

namespace Perennial.Pages.Endpoints;

/// <summary>The visitor's half in Development: nothing is kept, and what a page would not be kept for is said where a developer looks.</summary>
internal sealed class DevelopmentEndpoint(UncachedAnswer uncached, IHostEnvironment environment)
{
    public bool IsOn { get; } = environment.IsDevelopment();

    public Task AnswerAsync(HttpContext context, PageDefinition page, bool isDraft)
    {
        if (context.Response.StatusCode != StatusCodes.Status200OK)
        {
            // This page only stands in for another response (an error page), whose Cache-Status stays as it is.
            return PageRequestState.InPass(context) is { CacheStatus: not null }
                ? PageDelegate.InvokeAsync(context, page)
                : RunAsync(context, page, NotKeptReasons.InPlaceOf(context.Response.StatusCode));
        }

        if (NotKeptReasons.Before(page) is { } because)
        {
            return RunAsync(context, page, because);
        }

        if (!isDraft && page.Rewrite is null && (page.Policy.IsKept || RequestMethod.IsRead(context.Request)))
        {
            Watch(context, page);
        }

        return RunAsync(context, page, NotKeptReasons.Unwatched(page));
    }

    private static void Watch(HttpContext context, PageDefinition page)
    {
        var reads = DevelopmentRecorder.Begin(context, page);
        context.Response.OnStarting(() =>
        {
            PageRequestState.InPass(context)?.CacheStatus = CacheStatus.InDevelopment(NotKeptReasons.After(page, reads(), context.Response));
            return Task.CompletedTask;
        });
    }

    private Task RunAsync(HttpContext context, PageDefinition page, string? because) =>
        uncached.RunAsync(context, page, CacheStatus.InDevelopment(because));
}
