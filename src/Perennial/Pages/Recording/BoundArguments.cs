using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;

namespace Perennial.Pages.Recording;

/// <summary>
/// What an MVC action or Razor Page binds of the query or of headers. With an empty query MVC does not even look for the
/// names, so nothing would be noticed; but its parameters say it.
/// </summary>
internal static class BoundArguments
{
    public static IEnumerable<string> Of(HttpContext context, PageDefinition page)
    {
        var action = context.GetEndpoint()?.Metadata.GetMetadata<ActionDescriptor>();
        return action is null ? [] : Parameters(action, context)
            .Select(parameter => Read(parameter, context, page))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<ParameterDescriptor> Parameters(ActionDescriptor action, HttpContext context) => action switch
    {
        CompiledPageActionDescriptor razor =>
        [
            .. razor.HandlerMethods.Where(static handler => handler.HttpMethod is "Get").SelectMany(static handler => handler.Parameters),
            .. razor.BoundProperties.Where(property => IsBound(property, context)),
        ],
        _ => [.. action.Parameters, .. action.BoundProperties.Where(property => IsBound(property, context))],
    };

    // [BindProperty] leaves a GET alone, unless it says SupportsGet.
    private static bool IsBound(ParameterDescriptor property, HttpContext context) =>
        property.BindingInfo?.RequestPredicate?.Invoke(new ActionContext { HttpContext = context }) is not false;

    private static string? Read(ParameterDescriptor parameter, HttpContext context, PageDefinition page)
    {
        var source = parameter.BindingInfo?.BindingSource;
        var name = parameter.BindingInfo?.BinderModelName ?? parameter.Name;
        return source?.Id switch
        {
            "Header" => $"the header '{name}', which the parameter '{parameter.Name}' of {PageNames.DisplayName(page)} is bound to",
            "Query" => Query(name, parameter, context, page),

            // Bound from any source. On a page that also takes a form, the form is the intended source.
            null or "ModelBinding" when MayBeOfTheQuery(parameter.ParameterType) && !TakesForms(page) => Query(name, parameter, context, page),
            _ => null,
        };
    }

    private static string? Query(string name, ParameterDescriptor parameter, HttpContext context, PageDefinition page)
    {
        var isOfRoute = parameter.BindingInfo?.BindingSource?.Id != BindingSource.Query.Id
            && page.Endpoint.RoutePattern.GetParameter(name) is not null;

        // A complex type binds many parameters; if the page declares some of them, that is taken as deliberate.
        var isDeclared = page.Policy.Query.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (page.Policy.Query.Count > 0 && !IsOneValue(parameter.ParameterType));
        return isOfRoute || isDeclared || context.Request.RouteValues.ContainsKey(name) ? null
            : $"the query parameter '{name}', which the parameter '{parameter.Name}' of {PageNames.DisplayName(page)} is bound to (declare it with Query)";
    }

    private static bool TakesForms(PageDefinition page) =>
        page.Endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post, StringComparer.OrdinalIgnoreCase) is true;

    private static bool MayBeOfTheQuery(Type type) =>
        type != typeof(CancellationToken) && !type.IsInterface && !typeof(IFormFile).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type);

    private static bool IsOneValue(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var value
        && (value.IsPrimitive || value.IsEnum || value.Namespace is "System" || value.IsArray);
}
