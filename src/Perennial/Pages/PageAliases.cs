using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Http;
using Perennial.Pages.Rendering;

namespace Perennial.Pages;

/// <summary>
/// Razor Pages maps an <c>Index</c> twice: by its folder's path, which links have, and by its own (<c>/Shop</c> and
/// <c>/Shop/Index</c>). To us the second pattern is an alias of the first one's page, and never an entry.
/// </summary>
internal sealed class PageAliases(PageTable table, Pipeline pipeline)
{
    /// <summary>The page as links name it, and the path in its pattern; both as they are where a page has one pattern.</summary>
    /// <param name="page">The page that routing chose.</param>
    /// <param name="path">The path that it chose it by.</param>
    public (PageDefinition Page, string Path) CanonicalOf(PageDefinition page, string path) =>
        AliasOf(page) is { Canonical: { } canonical, Segment: var segment } ? (canonical, Without(path, segment)) : (page, path);

    /// <summary>The page as links name it; itself where it has one pattern.</summary>
    public PageDefinition CanonicalOf(PageDefinition page) => AliasOf(page).Canonical ?? page;

    public bool IsAlias(PageDefinition page) => AliasOf(page).Canonical is not null;

    private PageAlias AliasOf(PageDefinition page) => page.Alias ??= Find(page) ?? PageAlias.None;

    private PageAlias? Find(PageDefinition page)
    {
        if (!page.Policy.IsKept || !IsNoLink(page.Endpoint) || FileOf(page.Endpoint) is not { } file)
        {
            return null;
        }

        // A path that the app gives its page besides (AddPageRoute) leaves the others without links as well. They are no
        // mistakes, each may be a language's: only what is the same but for one word is an alias.
        var rest = pipeline.Endpoints.OfType<RouteEndpoint>().Where(endpoint => FileOf(endpoint) == file).ToLookup(TextOf, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < page.Endpoint.RoutePattern.PathSegments.Count; i++)
        {
            if (page.Endpoint.RoutePattern.PathSegments[i].Parts is [RoutePatternLiteralPart]
                && rest[Without(TextOf(page.Endpoint), i)].Select(table.Find).FirstOrDefault() is { Policy.IsKept: true } canonical)
            {
                return new(canonical, i);
            }
        }

        return null;
    }

    private static bool IsNoLink(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ISuppressLinkGenerationMetadata>() is { SuppressLinkGeneration: true };

    private static string? FileOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<PageActionDescriptor>()?.RelativePath;

    private static string TextOf(RouteEndpoint endpoint) => PathText.Canonical(endpoint.RoutePattern.RawText ?? "/");

    private static string Without(string path, int segment)
    {
        var segments = PathText.Canonical(path).Split('/').ToList();
        segments.RemoveAt(segment + 1);
        return PathText.Canonical(string.Join('/', segments));
    }
}

/// <summary>Whether a page is another one's second name.</summary>
/// <param name="Canonical">The page that links name; null where that is the page itself.</param>
/// <param name="Segment">Which segment of the path its pattern does without.</param>
internal sealed record PageAlias(PageDefinition? Canonical, int Segment)
{
    public static PageAlias None { get; } = new(null, 0);
}
