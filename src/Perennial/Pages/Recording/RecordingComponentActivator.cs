using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>
/// Notes components that bind the query or a form: they read <c>NavigationManager.Uri</c>, so no HTTP feature sees it, and
/// only their type tells.
/// </summary>
internal sealed class RecordingComponentActivator(IServiceProvider services, ComponentPlans plans) : IComponentActivator
{
    public IComponent CreateInstance([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type componentType)
    {
        var plan = plans.Of(componentType);
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
}
