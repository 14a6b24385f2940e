namespace Perennial.Pages;

/// <summary>What happens to a path that the page's static-path provider does not list.</summary>
public enum UnlistedPaths
{
    /// <summary>It is rendered by its first visit, and kept (Next's <c>fallback: 'blocking'</c>).</summary>
    Render,

    /// <summary>It is not found (Next's <c>fallback: false</c>, <c>dynamicParams = false</c>).</summary>
    NotFound,
}
