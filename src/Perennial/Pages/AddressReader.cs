using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Perennial.Pages;

/// <summary>Reads the address of a page out of a routed request: the one place where a request becomes a key.</summary>
internal sealed class AddressReader(Sites sites)
{
    public PageAddress Read(HttpContext context, PageDefinition page)
    {
        var request = context.Request;
        var pattern = page.Endpoint.RoutePattern;
        return new(
            page,
            sites.All[sites.IndexOf(request)],
            request.PathBase.Value ?? "",
            CanonicalPath.Of(pattern, request.RouteValues, request.Path.Value ?? "/"),
            CanonicalPath.Values(pattern, request.RouteValues),
            Query(request.QueryString, page.Policy.Query),
            Cultures.Of(context));
    }

    private static IReadOnlyList<IReadOnlyList<string?>?> Query(QueryString query, IReadOnlyList<string> declared)
    {
        if (declared.Count == 0)
        {
            return [];
        }

        var parsed = QueryHelpers.ParseQuery(query.Value);
        return [.. declared.Select(name => parsed.TryGetValue(name, out var values) ? values.ToArray() : null)];
    }
}
