using Microsoft.AspNetCore.Routing;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

internal sealed class PageRoutes(PageTable table, EndpointDataSource endpoints, Pipeline pipeline, PageAliases aliases)
{
    /// <summary>Each page once, whatever further names it has.</summary>
    public IReadOnlyList<PageDefinition> All => [.. table.All(endpoints).Where(page => !aliases.IsAlias(page))];

    public string? Find(string pattern) => Known
        .FirstOrDefault(page => page.IsKept && page.Route.Equals(pattern, StringComparison.OrdinalIgnoreCase)) is { } page ? aliases.CanonicalOf(page).Route : null;

    // Before the app has started the framework's own source is empty.
    private IEnumerable<PageDefinition> Known =>
        pipeline.IsSet ? table.All(endpoints) : pipeline.Endpoints.Select(table.Find).OfType<PageDefinition>();
}
