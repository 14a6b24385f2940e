using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Perennial.Pages;

namespace Perennial.Prerendering;

/// <summary>What a developer calls a page.</summary>
internal static class PageNames
{
    /// <summary>The component, action or Razor Page; null for a lambda, which has no name.</summary>
    public static string? Of(PageDefinition page) => page.Endpoint.Metadata switch
    {
        var metadata when metadata.GetMetadata<ComponentTypeMetadata>() is { } component => component.Type.FullName,
        var metadata when metadata.GetMetadata<PageActionDescriptor>() is { } razor => razor.RelativePath,
        var metadata when metadata.GetMetadata<ControllerActionDescriptor>() is { } action =>
            $"{action.ControllerTypeInfo.FullName}.{action.ActionName}",
        var metadata when metadata.GetMetadata<System.Reflection.MethodInfo>() is { DeclaringType: { } type } method
            && !method.Name.Contains('<', StringComparison.Ordinal) => $"{type.FullName}.{method.Name}",
        _ => null,
    };

    /// <summary>The path, its route and component, each only where it says more.</summary>
    public static string Where(PageAddress address) =>
        address.Path == address.Page.Route ? Where(address.Page) : $"{address.Path} of {Where(address.Page)}";

    /// <summary>The route, and the component when it has one.</summary>
    public static string Where(PageDefinition page) => Of(page) is { } name ? $"{page.Route} ({name})" : page.Route;
}
