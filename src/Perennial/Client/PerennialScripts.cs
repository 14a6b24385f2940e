using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Hosting;
using Perennial.Deployment;

namespace Perennial.Client;

/// <summary>
/// Perennial's script for browsers: gets a page shortly before a visitor asks for it, and loads pages whole when another
/// deployment answers. Put it into the head of the app's root component. In Development it is not written.
/// </summary>
public sealed class PerennialScripts : ComponentBase
{
    /// <summary>Which linked pages a browser gets ahead.</summary>
    /// <value><see cref="PrefetchMode.Hover"/></value>
    [Parameter]
    public PrefetchMode Prefetch { get; set; }

    [Inject]
    internal ClientScript Script { get; set; } = default!;

    [Inject]
    internal DeploymentOptions Options { get; set; } = default!;

    [Inject]
    internal DeploymentIdentity Identity { get; set; } = default!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = default!;

    [Inject]
    internal IHostEnvironment Environment { get; set; } = default!;

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (Environment.IsDevelopment())
        {
            return;
        }

        builder.OpenElement(0, "script");
        builder.AddAttribute(1, "type", "module");
        builder.AddAttribute(2, "src", Source());
        builder.AddAttribute(3, "data-perennial", Prefetch.ToString().ToLowerInvariant());
        builder.AddAttribute(4, "data-deployment-id", Identity.Id);
        builder.CloseElement();
    }

    // With or without a prefix it stands below the app's own path.
    private string Source() => AssetPrefix.Parse(Options.AssetPrefix) is { } prefix
        ? prefix.Value + Script.Path[1..]
        : new Uri(Navigation.BaseUri).AbsolutePath + Script.Path[1..];
}
