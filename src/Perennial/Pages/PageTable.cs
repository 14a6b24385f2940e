using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Perennial.Caching;
using Perennial.Deployment;
using Perennial.Http;

namespace Perennial.Pages;

// Endpoints come and go with their data sources; a definition lives as long as its endpoint, observations live on.
internal sealed class PageTable(PageOptions options, BuildOutput? build = null)
{
    private readonly ConditionalWeakTable<Endpoint, PageDefinition?> _definitions = [];
    private readonly ConcurrentDictionary<string, PageObservations> _observations = new(StringComparer.Ordinal);

    public PageDefinition? Find(Endpoint endpoint) => _definitions.GetValue(endpoint, Define);

    public IReadOnlyList<PageDefinition> All(EndpointDataSource source) =>
        [.. source.Endpoints.Select(Find).OfType<PageDefinition>().OrderBy(page => page.Route, StringComparer.Ordinal)];

    /// <summary>Whether the authorization middleware would ask about the visitor: all that it looks at, and not only the attribute.</summary>
    public static bool AsksForAuthorization(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<IAllowAnonymous>() is null
        && metadata.Any(static item =>
            item is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData || (item is ActionDescriptor action && HasFilter(action)));

    // MVC's filter for all actions leaves no metadata.
    private static bool HasFilter(ActionDescriptor action) =>
        action.FilterDescriptors.Any(static item => item.Filter is AuthorizeFilter)
        && !action.FilterDescriptors.Any(static item => item.Filter is IAllowAnonymousFilter);

    /// <summary>The last word, as everywhere in endpoint metadata: an action's attribute beats its group's.</summary>
    public static object? DeclarationOf(Endpoint endpoint) =>
        endpoint.Metadata.LastOrDefault(static item => item is KeptPageAttribute or DynamicPageAttribute);

    private PageDefinition? Define(Endpoint endpoint)
    {
        if (endpoint is not RouteEndpoint route || PolicyOf(route) is not { } policy)
        {
            return null;
        }

        var id = PageDefinition.IdOf(route);
        var observations = _observations.GetOrAdd(id, static _ => new());
        var page = new PageDefinition(route, id, policy, KindOf(route), policy.IsKept ? RefusalOf(route) : null, observations)
        {
            SiteIsInImage = options.ContentIsInImage,
        };
        if (policy.Mode is PageMode.Auto && BuiltDynamic(page.Route) is { } because)
        {
            observations.LearnDynamic(because);
        }

        return page;
    }

    /// <summary>Why the build found that a page needs its visitor: nobody has to wait for that to be found again.</summary>
    private string? BuiltDynamic(string route) =>
        build?.Manifest?.Routes.FirstOrDefault(built => built.Pattern == route)?.DynamicBecause;

    private PagePolicy? PolicyOf(RouteEndpoint endpoint)
    {
        var paths = endpoint.Metadata.GetMetadata<IStaticPathsMetadata>()?.ProviderType;
        return DeclarationOf(endpoint) switch
        {
            KeptPageAttribute kept => Declared(kept, paths, endpoint),
            DynamicPageAttribute => PagePolicy.Dynamic,
            _ when !IsPageByNature(endpoint) => null,
            _ when options.Auto && CanBeAuto(endpoint) => PagePolicy.Auto(options.DefaultLifetime),
            _ => PagePolicy.Dynamic,
        };
    }

    private PagePolicy Declared(KeptPageAttribute kept, Type? paths, RouteEndpoint endpoint)
    {
        try
        {
            return PagePolicy.From(kept, paths, options.DefaultLifetime);
        }
        catch (PerennialException error)
        {
            throw new PerennialException(error.Code, $"{PageDefinition.RouteOf(endpoint)} cannot be kept as it says: {error.Message[(error.Code.Length + 2)..]}", error);
        }
    }

    private static bool IsPageByNature(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
        || endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null;

    private static bool CanBeAuto(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.Parameters.Count == 0 && RefusalOf(endpoint) is null;

    private static CacheKind KindOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null ? CacheKind.Component
        : endpoint.Metadata.GetMetadata<ActionDescriptor>() is PageActionDescriptor or ControllerActionDescriptor ? CacheKind.View
        : CacheKind.Endpoint;

    private static string? RefusalOf(RouteEndpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        return AsksForAuthorization(metadata)
            ? "it asks for authorization; keep the page public and let a script ask for what is the visitor's, or declare it [DynamicPage]"
            : metadata.GetMetadata<OutputCacheAttribute>() is not null || metadata.GetMetadata<IOutputCachePolicy>() is not null
                ? "it also has output-cache metadata, which would feed old bytes to its renders; remove one of both"
            : metadata.GetMetadata<ExternalRewrite>() is { IsConditional: true }
                ? "its rewrite has a condition, so its path alone does not say what it shows; remove one of both"
                : null;
    }
}
