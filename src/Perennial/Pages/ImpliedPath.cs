using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>
/// The one path that a page has without anybody listing it: where it has no parameters, or none that needs a value. What
/// makes an action of a conventional route that action (controller, action, area) is known as well.
/// </summary>
internal sealed class ImpliedPath(TemplateBinderFactory binders)
{
    public string? Of(PageDefinition page)
    {
        var pattern = page.Endpoint.RoutePattern;
        if (pattern.Parameters.Any(parameter => NeedsValue(page, parameter)))
        {
            return null;
        }

        var values = new RouteValueDictionary(pattern.Defaults);
        foreach (var (name, value) in pattern.RequiredValues)
        {
            values[name] = value;
        }

        // By the framework's own hand: it leaves out what the defaults say, and knows transformers.
        var binder = binders.Create(pattern);
        return binder.GetValues(ambientValues: null, values) is { } bound && binder.BindValues(bound.AcceptedValues) is { } path
            ? PathText.Canonical(PathString.FromUriComponent("/" + path.TrimStart('/')).Value ?? "/")
            : null;
    }

    public static IEnumerable<string> Open(PageDefinition page)
    {
        var pattern = page.Endpoint.RoutePattern;
        var open = pattern.Parameters.Where(parameter => !IsRequired(pattern, parameter.Name)).Select(static parameter => parameter.Name).ToList();
        return open.Count == pattern.Parameters.Count ? open : open.Where(name => Argument(page, name) is not null);
    }

    private static bool NeedsValue(PageDefinition page, RoutePatternParameterPart parameter)
    {
        var pattern = page.Endpoint.RoutePattern;
        return !IsRequired(pattern, parameter.Name) && pattern.Defaults.GetValueOrDefault(parameter.Name) is null
            && (!parameter.IsOptional || (Argument(page, parameter.Name) is { } argument && !TakesNothing(argument)));
    }

    private static bool IsRequired(RoutePattern pattern, string name) =>
        pattern.RequiredValues.TryGetValue(name, out var required) && required is string { Length: > 0 };

    private static ParameterInfo? Argument(PageDefinition page, string name) =>
        (page.Endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo ?? page.Endpoint.Metadata.GetMetadata<MethodInfo>())?.GetParameters()
            .FirstOrDefault(parameter => name.Equals(NameOf(parameter), StringComparison.OrdinalIgnoreCase));

    private static string? NameOf(ParameterInfo parameter) => parameter.GetCustomAttributes()
        .Select(static attribute => (attribute as IFromRouteMetadata)?.Name ?? (attribute as IModelNameProvider)?.Name)
        .FirstOrDefault(static name => name is not null) ?? parameter.Name;

    // The conventional route's "{id?}" is optional; the action's parameter Details(int id) still needs a value.
    private static bool TakesNothing(ParameterInfo argument) =>
        argument.HasDefaultValue
        || (argument.ParameterType.IsValueType
            ? Nullable.GetUnderlyingType(argument.ParameterType) is not null
            : new NullabilityInfoContext().Create(argument).WriteState is not NullabilityState.NotNull);
}
