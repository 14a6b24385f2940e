using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.CompilerServices;

namespace Perennial.Pages.Recording;

/// <summary>
/// Tells the delegates of a component that wait for an event from those that run while it renders (a fragment, a filter of a
/// list, a lazy value): by who takes them.
/// </summary>
internal static class Handlers
{
    public static IEnumerable<MethodBase> Without(IEnumerable<(MethodBase Method, bool IsCall)> named)
    {
        var all = named.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].IsCall || !WaitsForAnEvent(all, i))
            {
                yield return all[i].Method;
            }
        }
    }

    // "ldftn, newobj" makes a delegate; the next method with a parameter of its type gets it.
    private static bool WaitsForAnEvent(List<(MethodBase Method, bool IsCall)> all, int at) =>
        at + 1 < all.Count
        && all[at + 1].Method is ConstructorInfo { DeclaringType: { } kind }
        && all.Skip(at + 2).FirstOrDefault(next => Takes(next.Method, kind)).Method is { } taker
        && (taker.DeclaringType == typeof(EventCallbackFactory)
            || taker.DeclaringType == typeof(EventCallback)
            || (taker.DeclaringType == typeof(RuntimeHelpers) && taker.Name.Contains("Bind", StringComparison.Ordinal))
            || taker.Name.StartsWith("add_", StringComparison.Ordinal) || taker.Name.StartsWith("remove_", StringComparison.Ordinal)
            || taker.Name == nameof(NavigationManager.RegisterLocationChangingHandler));

    private static bool Takes(MethodBase method, Type kind) =>
        Array.Exists(method.GetParameters(), parameter => parameter.ParameterType == kind);
}
