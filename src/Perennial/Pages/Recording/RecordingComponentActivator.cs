using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;
using Perennial.Http;

namespace Perennial.Pages.Recording;

// No HTTP feature sees these reads; only the component's type tells of them.
internal sealed class RecordingComponentActivator(IServiceProvider services, ComponentPlans plans, CurrentRequest request) : IComponentActivator
{
    public IComponent CreateInstance([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type componentType)
    {
        var plan = plans.Of(componentType);
        var recorder = Recorder.Of(request.Context);
        if (recorder is not null)
        {
            Note(componentType, plan, recorder);
        }

        var component = (IComponent)plan.Create(services, null);
        recorder?.AuthorizeViews.Note(component);
        return component;
    }

    private static void Note(Type type, ComponentPlans.Plan plan, Recorder recorder)
    {
        var declared = recorder.Page.Policy.Query;
        foreach (var name in plan.Query)
        {
            if (!declared.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                recorder.Note($"the query parameter '{name}' in {type.Name} (declare it with Query)");
            }
        }

        if (plan.ReadsAddress is { } place && declared.Count == 0)
        {
            recorder.Note($"the address with its query (NavigationManager.Uri) in {place} (take the path from route values, or declare what it reads with Query)");
        }
    }
}
