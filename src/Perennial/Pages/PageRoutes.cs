using Microsoft.AspNetCore.Routing;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

/// <summary>The routes of kept pages, by their patterns.</summary>
internal sealed class PageRoutes(PageTable table, EndpointDataSource endpoints, Pipeline pipeline)
{
    public IReadOnlyList<PageDefinition> All => table.All(endpoints);

    /// <summary>The pattern as entries carry it, or null. Patterns compare without case, as routing does.</summary>
    public string? Find(string pattern) => Known
        .FirstOrDefault(page => page.IsKept && page.Route.Equals(pattern, StringComparison.OrdinalIgnoreCase))?.Route;

    // Before the app has started the framework's own source is empty.
    private IEnumerable<PageDefinition> Known =>
        pipeline.IsSet ? All : pipeline.Endpoints.Select(table.Find).OfType<PageDefinition>();
}
