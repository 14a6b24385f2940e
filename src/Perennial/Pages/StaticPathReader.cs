using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Http;

namespace Perennial.Pages;

internal sealed class StaticPathReader(Sites sites, PublicPaths paths, ImpliedPath implied)
{
    public async IAsyncEnumerable<PageAddress> ReadAsync(
        PageDefinition page, IServiceProvider services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (page.Policy.StaticPaths is not { } type)
        {
            if (implied.Of(page) is { } path)
            {
                yield return Address(page, path, []);
            }

            yield break;
        }

        var provider = (IStaticPathsProvider)ActivatorUtilities.GetServiceOrCreateInstance(services, type);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var values in provider.GetPathsAsync(cancellationToken))
        {
            var address = Address(page, values);
            if (seen.Add(address.Path + address.QueryString()))
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
            if (pattern.GetParameter(name) is null && !page.Policy.Query.Contains(name, StringComparer.Ordinal))
            {
                throw Wrong(page, $"gives a value for '{name}', which is neither a parameter of the route nor a declared query parameter");
            }
        }

        var path = StaticPath.Of(pattern, values, out var missing);
        return path is null
            ? throw Wrong(page, $"gives no value for '{missing}'")
            : Address(page, path, values);
    }

    private PageAddress Address(PageDefinition page, string path, RouteValueDictionary values)
    {
        var pattern = page.Endpoint.RoutePattern;
        return new(
            page,
            sites.Main,
            paths.BasePath,
            path,
            CanonicalPath.Values(pattern, StaticPath.RoutedValues(pattern, values)),
            [.. page.Policy.Query.Select(name => Query(values, name))],
            null);
    }

    private static IReadOnlyList<string?>? Query(RouteValueDictionary values, string name) =>
        !values.TryGetValue(name, out var value) || value is null ? null
        : value is IEnumerable<string?> several ? [.. several]
        : [Convert.ToString(value, CultureInfo.InvariantCulture)];

    private static PerennialException Wrong(PageDefinition page, string what) => new(
        "PER3101", $"The static paths of {page.Route}: {page.Policy.StaticPaths!.Name} {what}. Return one value for each parameter of the route, and nothing else but values of declared query parameters.");
}
