namespace Perennial.Pages.Rendering;

/// <summary>Marks a request that has no visitor, and carries what only the renderer may say.</summary>
internal sealed class PrerenderFeature(PageAddress address)
{
    /// <summary>What is rendered.</summary>
    public PageAddress Address { get; } = address;

    /// <summary>
    /// Set by the endpoint tier when the page's own delegate has run. A status proves nothing: a redirect to a login page
    /// looks like any other.
    /// </summary>
    public PageDefinition? MadeBy { get; set; }

    /// <summary>Set with it when the page ran for another path than its address has: middleware led the render away.</summary>
    public bool IsElsewhere { get; set; }
}
