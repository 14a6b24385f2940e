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
            AddressReads.Of(type)));

    /// <param name="Create">Makes one.</param>
    /// <param name="Query">The names of the query parameters that it binds.</param>
    /// <param name="ReadsAddress">The method in which it reads <c>NavigationManager.Uri</c> while it renders; null when it does not.</param>
    internal sealed record Plan(ObjectFactory Create, IReadOnlyList<string> Query, string? ReadsAddress);
}
