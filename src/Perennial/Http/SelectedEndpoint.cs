using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Perennial.Http;

/// <summary>
/// What routing chose for a request. Whoever changes the path, or finds a request on its way in, forgets it: an endpoint
/// that was chosen for another path would run under the key of this one.
/// </summary>
internal static class SelectedEndpoint
{
    public static void Forget(HttpContext context)
    {
        context.SetEndpoint(null);

        // Not Clear: who re-executes a request holds on to the values that it had, and puts them back.
        context.Features.Get<IRouteValuesFeature>()?.RouteValues = null!;
    }

    /// <summary>
    /// Whether the app's own middleware made an endpoint and chose it, a closed gate perhaps: then that one answers, and
    /// nothing here comes in between. One out of the app's routes is chosen by the path, again and here.
    /// </summary>
    public static bool IsChosenByApp(HttpContext context) =>
        context.GetEndpoint() is { RequestDelegate: { } handler } endpoint and not RouteEndpoint && !IsRouting(handler);

    // Routing makes endpoints of its own that answer 405 and 415, and MVC those behind its dynamic routes. (Not all of
    // ASP.NET Core: a gate may answer with one of its results.)
    private static bool IsRouting(RequestDelegate handler) => handler.Method.Module.Assembly.GetName().Name is { } assembly
        && (assembly.StartsWith("Microsoft.AspNetCore.Routing", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal));
}
