using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Pages.Recording;

/// <summary>
/// Notes components that bind the query or read <c>NavigationManager.Uri</c>: no HTTP feature sees that, and only their type
/// tells.
/// </summary>
internal sealed class RecordingComponentActivator(IServiceProvider services, ComponentPlans plans, CurrentRequest request) : IComponentActivator
{
    public IComponent CreateInstance([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type componentType)
    {
        var plan = plans.Of(componentType);
        var scope = RenderScope.Current;
        if (scope is not null)
        {
            Note(componentType, plan, scope);
        }

        var component = (IComponent)plan.Create(services, null);
        if (scope is not null)
        {
            request.Context?.Features.Get<Recorder>()?.Gates.Note(component);
        }

        return component;
    }

    private static void Note(Type type, ComponentPlans.Plan plan, RenderScope scope)
    {
        foreach (var name in plan.Query)
        {
            if (!scope.DeclaredQuery.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                scope.Touch($"the query parameter '{name}' in {type.Name} (declare it with Query)");
            }
        }

        if (plan.ReadsAddress is { } place && scope.DeclaredQuery.Count == 0)
        {
            scope.Touch($"the address with its query (NavigationManager.Uri) in {place} (take the path from route values, or declare what it reads with Query)");
        }
    }
}
