using Microsoft.AspNetCore.Routing;

namespace Perennial.Pages;

/// <summary>The routes of kept pages, by their patterns.</summary>
internal sealed class PageRoutes(PageTable table, EndpointDataSource endpoints)
{
    public IReadOnlyList<PageDefinition> All => table.All(endpoints);

    /// <summary>The pattern as entries carry it, or null. Patterns compare without case, as routing does.</summary>
    public string? Find(string pattern) =>
        All.FirstOrDefault(page => page.IsKept && page.Route.Equals(pattern, StringComparison.OrdinalIgnoreCase))?.Route;
}
