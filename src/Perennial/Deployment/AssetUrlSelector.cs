using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Perennial.Deployment;

/// <summary>
/// Gives each endpoint that knows the app's assets their addresses in this deployment. <c>@Assets</c>, import maps and tag
/// helpers read them from the endpoint's metadata, so no page has to be changed.
/// </summary>
internal sealed class AssetUrlSelector(DeploymentOptions options, DeploymentIdentity identity) : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _changed = [];
    private readonly Lazy<AssetUrls> _urls = new(() => new(AssetPrefix.Parse(options.AssetPrefix), identity.Id, options.MarkAllAssets));

    /// <summary>After the endpoint tier, which puts endpoints of its own in the place of pages.</summary>
    public override int Order => 10_001;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(Knows);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (_urls.Value.ChangesNothing)
        {
            return Task.CompletedTask;
        }

        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && Knows(candidates[i].Endpoint))
            {
                candidates.ReplaceEndpoint(i, _changed.GetValue(candidates[i].Endpoint, Change), candidates[i].Values);
            }
        }

        return Task.CompletedTask;
    }

    private static bool Knows(Endpoint endpoint) =>
        endpoint is RouteEndpoint && endpoint.Metadata.GetMetadata<ResourceAssetCollection>() is not null;

    private Endpoint Change(Endpoint endpoint)
    {
        var urls = _urls.Value;
        var route = (RouteEndpoint)endpoint;
        var assets = route.Metadata.GetMetadata<ResourceAssetCollection>()!;
        List<object> metadata =
        [
            .. route.Metadata,
            urls.Rewrite(assets, forTagHelpers: route.Metadata.GetMetadata<ActionDescriptor>() is not null),
        ];
        if (route.Metadata.GetMetadata<ImportMapDefinition>() is { } map)
        {
            metadata.Add(urls.Rewrite(map, assets));
        }

        if (urls.Origin is { } origin)
        {
            metadata.Add(new AssetOrigin(origin));
        }

        return new RouteEndpoint(route.RequestDelegate!, route.RoutePattern, route.Order, new(metadata), route.DisplayName);
    }
}
