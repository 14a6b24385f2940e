using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>
/// Finds out whether a component reads <c>NavigationManager.Uri</c> while it renders. That property belongs to the framework
/// and holds the whole query; it cannot be replaced by one that notes being read, so the component's own code is looked at:
/// from the methods that a render calls, through all that they call in the app.
/// </summary>
/// <remarks>
/// What an event handler does is left out, for it never runs in a render. A service of the app's is made for whoever uses
/// it, so its constructor counts; of what is called through an interface or a base class, every body counts that the app has.
/// </remarks>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Where a body was trimmed away nothing is found; pages of components are not trimmed.")]
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The same.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The same.")]
internal static class NavigationUriReads
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private const int MostMethods = 2000;

    private static readonly string[] RunInARender =
    [
        "BuildRenderTree", "OnInitialized", "OnInitializedAsync", "OnParametersSet", "OnParametersSetAsync", "SetParametersAsync", "Attach",
        "ShouldRender", ".ctor",
    ];

    public static string? Of(Type component)
    {
        var types = new AppTypes(component);
        var waiting = new Queue<MethodBase>(types.Lineage.SelectMany(OwnMethods).Where(static method => RunInARender.Contains(method.Name, StringComparer.Ordinal)));
        foreach (var injected in types.Lineage.SelectMany(Injected))
        {
            EnqueueConstructors(injected, types, waiting);
        }

        var seen = new HashSet<MethodBase>();
        while (waiting.TryDequeue(out var method) && seen.Count < MostMethods)
        {
            if (!seen.Add(method))
            {
                continue;
            }

            // An async method does nothing but start the state machine that holds its code.
            if (method.GetCustomAttribute<StateMachineAttribute>()?.StateMachineType.GetMethod("MoveNext", Declared) is { } body)
            {
                waiting.Enqueue(body);
            }

            foreach (var called in Handlers.Without(Instructions.MethodsIn(method)))
            {
                if (IsRead(called))
                {
                    return AppStackFrame.Readable(method.DeclaringType!.FullName!, method.Name);
                }

                Follow(called, types, waiting);
            }
        }

        return null;
    }

    // Extension methods without an address argument use the current URI as a whole.
    private static bool IsRead(MethodBase called) =>
        called.Name == "get_Uri" ? called.DeclaringType == typeof(NavigationManager)
        : called.DeclaringType == typeof(NavigationManagerExtensions)
            && called.GetParameters() is [_, var second, ..] parameters
            && !(second.ParameterType == typeof(string) && second.Name == "uri")
            && parameters[0].ParameterType == typeof(NavigationManager);

    private static void Follow(MethodBase called, AppTypes types, Queue<MethodBase> waiting)
    {
        if (called.DeclaringType is not { } type || !AppTypes.IsTheApps(type))
        {
            return;
        }

        waiting.Enqueue(called);
        EnqueueConstructors(type, types, waiting);
        if (called is MethodInfo { IsVirtual: true } method)
        {
            foreach (var other in types.Below(type).SelectMany(OwnMethods))
            {
                if (other.Name == method.Name || other.Name.EndsWith("." + method.Name, StringComparison.Ordinal))
                {
                    waiting.Enqueue(other);
                }
            }
        }
    }

    private static void EnqueueConstructors(Type type, AppTypes types, Queue<MethodBase> waiting)
    {
        foreach (var constructor in types.Below(type).Append(type).Where(AppTypes.IsTheApps).SelectMany(static made => made.GetConstructors(Declared)))
        {
            waiting.Enqueue(constructor);
        }
    }

    private static IEnumerable<Type> Injected(Type type) =>
    [
        .. type.GetProperties(Declared).Where(static property => property.IsDefined(typeof(InjectAttribute))).Select(static property => property.PropertyType),
        .. type.GetConstructors(Declared).SelectMany(static constructor => constructor.GetParameters()).Select(static parameter => parameter.ParameterType),
    ];

    private static IEnumerable<MethodBase> OwnMethods(Type type) => [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];
}
