using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>
/// Finds out whether a component reads <c>NavigationManager.Uri</c> while it renders. That property belongs to the framework
/// and holds the whole query; it cannot be replaced by one that notes being read, so the component's own code is looked at:
/// from the methods that a render calls, through all that they call in the app.
/// </summary>
/// <remarks>
/// What an event handler does is left out, for it never runs in a render. What is reached through an interface or a virtual
/// method is not found.
/// </remarks>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Where a body was trimmed away nothing is found; pages of components are not trimmed.")]
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The same.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The same.")]
internal static class AddressReads
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private const int MostMethods = 2000;

    private static readonly string[] RunInARender =
    [
        "BuildRenderTree", "OnInitialized", "OnInitializedAsync", "OnParametersSet", "OnParametersSetAsync", "SetParametersAsync", "Attach",
        "ShouldRender", ".ctor",
    ];

    /// <summary>The method that reads it, as a message names it; null when none does.</summary>
    public static string? Of(Type component)
    {
        var waiting = new Queue<MethodBase>();
        for (var type = component; type is not null && IsTheApps(type); type = type.BaseType)
        {
            foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
            {
                if (RunInARender.Contains(method.Name, StringComparer.Ordinal))
                {
                    waiting.Enqueue(method);
                }
            }
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

            foreach (var (called, isCall) in Instructions.MethodsIn(method))
            {
                if (called.Name == "get_Uri" && called.DeclaringType == typeof(NavigationManager))
                {
                    return AppCode.Readable(method.DeclaringType!.FullName!, method.Name);
                }

                Follow(called, isCall, waiting);
            }
        }

        return null;
    }

    private static void Follow(MethodBase called, bool isCall, Queue<MethodBase> waiting)
    {
        if (called.DeclaringType is not { } type || !IsTheApps(type))
        {
            return;
        }

        // A method that is only pointed at may be an event handler; one that writes markup is called by whoever gets it.
        if (isCall || Array.Exists(called.GetParameters(), static parameter => parameter.ParameterType == typeof(RenderTreeBuilder)))
        {
            waiting.Enqueue(called);
        }
    }

    private static bool IsTheApps(Type type) => !AppCode.IsFramework(type.Assembly.FullName);
}
