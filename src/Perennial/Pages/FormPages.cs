using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Perennial.Pages;

/// <summary>Whether a page's own type binds a form. Forms of its children are known once a render has shown them.</summary>
internal static class FormPages
{
    public static bool MayHaveForm(PageDefinition page) =>
        page.Endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is { } component
        && component.Type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Any(static property => property.IsDefined(typeof(SupplyParameterFromFormAttribute)));
}
