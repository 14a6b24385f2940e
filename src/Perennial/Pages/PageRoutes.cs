using Microsoft.AspNetCore.Routing;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

/// <summary>The routes of kept pages, by their patterns.</summary>
internal sealed class PageRoutes(PageTable table, EndpointDataSource endpoints, Pipeline pipeline, LinkedPages links)
{
    /// <summary>Each page once, whatever further names it has.</summary>
    public IReadOnlyList<PageDefinition> All => [.. table.All(endpoints).Where(page => !links.IsOtherName(page))];

    /// <summary>The pattern as entries carry it, or null. Patterns compare without case, as routing does.</summary>
    public string? Find(string pattern) => Known
        .FirstOrDefault(page => page.IsKept && page.Route.Equals(pattern, StringComparison.OrdinalIgnoreCase)) is { } page ? links.Of(page).Route : null;

    // Before the app has started the framework's own source is empty.
    private IEnumerable<PageDefinition> Known =>
        pipeline.IsSet ? table.All(endpoints) : pipeline.Endpoints.Select(table.Find).OfType<PageDefinition>();
}
