using Microsoft.AspNetCore.Components;

namespace Perennial.Pages.Rendering;

/// <summary>
/// The app's root, with somebody who listens to "not found": only the framework's own invoker does, and the address is
/// known to the navigation manager no earlier than in a component.
/// </summary>
internal sealed class NotFoundAwareRoot : IComponent
{
    private RenderHandle _handle;

    [Inject]
    public NavigationManager Navigation { get; set; } = null!;

    [Parameter]
    public Type Root { get; set; } = null!;

    [Parameter]
    public Action NotFound { get; set; } = null!;

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        Navigation.OnNotFound += (_, _) => NotFound();
        _handle.Render(builder =>
        {
            builder.OpenComponent(0, Root);
            builder.CloseComponent();
        });
        return Task.CompletedTask;
    }
}
