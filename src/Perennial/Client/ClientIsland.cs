using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Perennial.Client;

/// <summary>
/// A part of a page that a script of the app takes over in the browser: <c>Client/counter.ts</c> exports
/// <c>mount(element, props)</c>, or such a function as its default, and may return a function that undoes it. The page
/// may be kept: what is written depends on the parameters only.
/// </summary>
public sealed class ClientIsland : ComponentBase
{
    /// <summary>The bundle's name: <c>counter</c> for <c>Client/counter.ts</c>.</summary>
    [Parameter, EditorRequired]
    public string Module { get; set; } = "";

    /// <summary>
    /// What the module is given, written into the page as JSON by the app's JSON options for HTTP (camel case by default).
    /// Everybody can read it there, and on a kept page it is the same for everybody.
    /// </summary>
    /// <value>null</value>
    [Parameter]
    public object? Props { get; set; }

    /// <summary>What is shown until the module is mounted, and without JavaScript for ever.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Attributes of the element <c>perennial-island</c>, for example a class.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    [Inject]
    private PageIslands Islands { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IOptions<JsonOptions> Json { get; set; } = null!;

    [Inject]
    private ILogger<ClientIsland> Logger { get; set; } = null!;

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var module = Find();
        if (module is not null)
        {
            Link(builder, "modulepreload", ClientAssets.Url(module, Navigation.BaseUri));
            if (ClientAssets.Find(Assets, Module + ".css") is { } styles)
            {
                Link(builder, "stylesheet", ClientAssets.Url(styles, Navigation.BaseUri));
            }
        }

        builder.OpenElement(10, "perennial-island");
        builder.AddMultipleAttributes(11, Attributes);
        if (module is not null)
        {
            builder.AddAttribute(12, "module", ClientAssets.Url(module, Navigation.BaseUri));
            builder.AddAttribute(13, "props", JsonSerializer.Serialize(Props, Json.Value.SerializerOptions));
        }

        builder.AddContent(14, ChildContent);
        builder.CloseElement();
        builder.OpenComponent<ClientIslandLoader>(15);
        builder.CloseComponent();
    }

    private void Link(RenderTreeBuilder builder, string relation, string url)
    {
        if (Islands.Begin(url))
        {
            builder.OpenElement(0, "link");
            builder.AddAttribute(1, "rel", relation);
            builder.AddAttribute(2, "href", url);
            builder.CloseElement();
        }
    }

    private string? Find()
    {
        if (ClientAssets.Find(Assets, Module + ".js") is { } found)
        {
            return found;
        }

        var modules = ClientAssets.Modules(Assets);
        if (modules.Count is 0)
        {
            Log.NoBundles(Logger, Module);
            return null;
        }

        throw new PerennialException(
            "PER1240", $"<ClientIsland Module=\"{Module}\"> names no bundle. There are: {string.Join(", ", modules)}. A bundle is a script directly in Client/.");
    }
}
