using Perennial.Caching;

namespace Perennial.Pages;

/// <summary>A page that the front tier may answer.</summary>
internal sealed record FrontPage(PageAddress Address, CacheCell Cell, Render Render) : IIndexed
{
    /// <summary>Whether a query string must be looked at: without declared parameters no query changes anything.</summary>
    public bool ReadsQuery { get; } = Address.Page.Policy.Query.Count > 0;
}
