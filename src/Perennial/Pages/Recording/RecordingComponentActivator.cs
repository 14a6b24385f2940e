using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>
/// Notes components that bind the query or a form: they read <c>NavigationManager.Uri</c>, so no HTTP feature sees it, and
/// only their type tells.
/// </summary>
internal sealed class RecordingComponentActivator(IServiceProvider services) : IComponentActivator
{
    private readonly ConcurrentDictionary<Type, Plan> _plans = new();

    public IComponent CreateInstance([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type componentType)
    {
        var plan = _plans.GetOrAdd(componentType, static type => new(
            ActivatorUtilities.CreateFactory(type, Type.EmptyTypes),
            [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Select(property => (property, query: property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
                .Where(item => item.query is not null)
                .Select(item => item.query!.Name ?? item.property.Name)]));

        if (plan.Query.Count > 0 && RenderScope.Current is { } scope)
        {
            foreach (var name in plan.Query)
            {
                if (!scope.DeclaredQuery.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    scope.Touch($"the query parameter '{name}' in {componentType.Name} (declare it with Query)");
                }
            }
        }

        return (IComponent)plan.Create(services, null);
    }

    private sealed record Plan(ObjectFactory Create, IReadOnlyList<string> Query);
}
