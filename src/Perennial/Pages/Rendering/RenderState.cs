namespace Perennial.Pages.Rendering;

// What is known of the page that a request without a visitor is to make.
internal sealed class RenderState(PageAddress address)
{
    public PageAddress Address { get; } = address;

    // Set by the endpoint tier when the page's own delegate has run. The status proves nothing: a redirect to a login
    // page looks like any other.
    public PageDefinition? MadeBy { get; set; }

    // Set when the page ran for another path than its address: middleware led the render away.
    public bool IsOtherPath { get; set; }
}
