using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Perennial.Client;

/// <summary>
/// The script that mounts islands. A page with a <see cref="ClientIsland"/> brings it along; put this into the head of the
/// app's root component if pages are changed by enhanced navigation, which runs no script that comes with the next page.
/// </summary>
public sealed class ClientIslandLoader : ComponentBase
{
    internal const string Module = "perennial-islands";

    [Inject]
    private PageIslands Islands { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (ClientAssets.Find(Assets, Module + ".js") is { } path && ClientAssets.Url(path, Navigation.BaseUri) is var url && Islands.Begin(url))
        {
            builder.OpenElement(0, "script");
            builder.AddAttribute(1, "type", "module");
            builder.AddAttribute(2, "src", url);
            builder.CloseElement();
        }
    }
}
