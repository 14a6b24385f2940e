using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>Asks a page's provider for its paths, and makes addresses of them. A page without parameters has one.</summary>
internal sealed class StaticPathReader(Sites sites, PublicPaths paths)
{
    public async IAsyncEnumerable<PageAddress> ReadAsync(
        PageDefinition page, IServiceProvider services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (page.Policy.StaticPaths is not { } type)
        {
            if (page.Endpoint.RoutePattern.Parameters.Count == 0)
            {
                yield return Address(page, []);
            }

            yield break;
        }

        var provider = (IStaticPathsProvider)ActivatorUtilities.GetServiceOrCreateInstance(services, type);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var values in provider.GetPathsAsync(cancellationToken))
        {
            var address = Address(page, values);
            if (seen.Add(address.Path))
            {
                yield return address;
            }
        }
    }

    private PageAddress Address(PageDefinition page, RouteValueDictionary values)
    {
        var pattern = page.Endpoint.RoutePattern;
        foreach (var name in values.Keys)
        {
            if (pattern.GetParameter(name) is null)
            {
                throw Wrong(page, $"gives a value for '{name}', which is no parameter of the route");
            }
        }

        var path = StaticPath.Of(pattern, values, out var missing);
        return path is null
            ? throw Wrong(page, $"gives no value for '{missing}'")
            : new(page, sites.Main, paths.BasePath, path, CanonicalPath.Values(pattern, StaticPath.Routed(pattern, values)), [.. page.Policy.Query.Select(static _ => (IReadOnlyList<string?>?)null)], null);
    }

    private static PerennialException Wrong(PageDefinition page, string what) => new(
        "PER3101", $"The static paths of {page.Route}: {page.Policy.StaticPaths!.Name} {what}. Return one value for each parameter, and no other.");
}
