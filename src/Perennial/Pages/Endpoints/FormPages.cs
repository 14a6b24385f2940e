using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;

namespace Perennial.Pages.Endpoints;

internal static class FormPages
{
    public static bool Takes(PageDefinition page, string method)
    {
        var metadata = page.Endpoint.Metadata;
        if (metadata.GetMetadata<ComponentTypeMetadata>() is { } component)
        {
            // Every component is mapped for POST, so that says nothing.
            return component.Type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Any(static property => property.IsDefined(typeof(SupplyParameterFromFormAttribute)));
        }

        return metadata.GetMetadata<CompiledPageActionDescriptor>() is { } razorPage
            ? razorPage.HandlerMethods.Any(handler => HttpMethods.Equals(handler.HttpMethod, method))
            : metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method, StringComparer.OrdinalIgnoreCase) is true;
    }
}
