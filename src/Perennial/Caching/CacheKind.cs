namespace Perennial.Caching;

/// <summary>What an entry is, so that a store can treat kinds differently (another place, another eviction).</summary>
/// <remarks>The five kinds of Next.js' cache handler, in the same order: APP_PAGE, APP_ROUTE, PAGES, FETCH, IMAGE.</remarks>
public enum CacheKind
{
    /// <summary>A page made of Razor components.</summary>
    Component = 1,

    /// <summary>The response of a minimal API endpoint.</summary>
    Endpoint = 2,

    /// <summary>An MVC view or a Razor Page.</summary>
    View = 3,

    /// <summary>A kept answer of an upstream, used while rendering.</summary>
    Fetch = 4,

    /// <summary>An optimised image.</summary>
    Image = 5,
}
