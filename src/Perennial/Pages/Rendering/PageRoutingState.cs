using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Pages.Rendering;

/// <summary>
/// Tells the app's router what routing has chosen already. Left alone, it would look for the page once more, and only in
/// the assemblies that it knows.
/// </summary>
internal sealed class PageRoutingState(IServiceProvider services) : IRoutingStateProvider
{
    private static readonly Type? Implementation =
        FrameworkTypes.Concrete(typeof(IRoutingStateProvider), static scratch => scratch.AddRazorComponents());

    private Microsoft.AspNetCore.Components.RouteData? _chosen;

    public Microsoft.AspNetCore.Components.RouteData? RouteData =>
        _chosen ?? (Implementation is null ? null : (services.GetService(Implementation) as IRoutingStateProvider)?.RouteData);

    public void Use(Endpoint endpoint, RouteValueDictionary values) =>
        _chosen = new(endpoint.Metadata.GetRequiredMetadata<ComponentTypeMetadata>().Type, values)
        {
            Template = (endpoint as RouteEndpoint)?.RoutePattern.RawText,
        };
}
