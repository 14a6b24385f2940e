using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Pages.Recording;

/// <summary>How to make each component type, and what it reads of the query. Looked up once a type, for all renders.</summary>
internal sealed class ComponentPlans
{
    private readonly ConcurrentDictionary<Type, Plan> _plans = new();

    public Plan Of([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type) =>
        _plans.GetOrAdd(type, static type => new(
            ActivatorUtilities.CreateFactory(type, Type.EmptyTypes),
            [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Select(static property => (property, query: property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
                .Where(static item => item.query is not null)
                .Select(static item => item.query!.Name ?? item.property.Name)],
            NavigationUriReads.Of(type)));

    internal sealed record Plan(ObjectFactory Create, IReadOnlyList<string> Query, string? ReadsAddress);
}
