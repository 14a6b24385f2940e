using Microsoft.AspNetCore.Http;
using Perennial.Caching.Flights;
using Perennial.Pages.Recording;
using Perennial.Pages.Rendering;

namespace Perennial.Pages.Endpoints;

/// <summary>Stands in the place of each page's endpoint when a render asks for it: runs the page's own delegate under the recorders.</summary>
internal sealed class RenderEndpoint(AddressReader addresses)
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

        await PageDelegate.InvokeAsync(context, page);
    }
}
