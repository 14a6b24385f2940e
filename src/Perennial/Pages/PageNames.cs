using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Perennial.Pages;

internal static class PageNames
{
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

    public static string DisplayName(PageDefinition page) => Of(page) ?? page.Endpoint.DisplayName ?? page.Route;

    public static string Describe(PageAddress address) =>
        address.Path == Route(address.Page) ? Describe(address.Page) : $"{address.Path} of {Describe(address.Page)}";

    public static string Describe(PageDefinition page) => Of(page) is { } name ? $"{Route(page)} ({name})" : Route(page);

    /// <summary>
    /// The route as its developer thinks of it: one conventional pattern of MVC is the route of every action, so what makes an
    /// action that action (controller, action, area) stands in its place: <c>/Home/Privacy/{id?}</c>.
    /// </summary>
    public static string Route(PageDefinition page)
    {
        var pattern = page.Endpoint.RoutePattern;
        return pattern.Parameters.Any(parameter => Required(pattern, parameter.Name) is not null)
            ? string.Concat(pattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => Format(pattern, part)))))
            : page.Route;
    }

    private static string Format(RoutePattern pattern, RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => Required(pattern, parameter.Name)
            ?? $"{{{(parameter.IsCatchAll ? "**" : "")}{parameter.Name}{(parameter.IsOptional ? "?" : "")}}}",
        _ => throw new System.Diagnostics.UnreachableException(part.PartKind.ToString()),
    };

    private static string? Required(RoutePattern pattern, string name) =>
        pattern.RequiredValues.TryGetValue(name, out var value) && value is string { Length: > 0 } text ? text : null;
}
