using Microsoft.AspNetCore.Http;
using Perennial.Caching;

namespace Perennial.Pages;

/// <summary>Which response of which page: everything that a kept render may depend on, and nothing else.</summary>
/// <param name="Page">The page.</param>
/// <param name="Site">The origin that it is rendered for.</param>
/// <param name="PathBase">The base that the app is mounted at.</param>
/// <param name="Path">The canonical path, decoded as Kestrel decodes it.</param>
/// <param name="Values">The route values in the order of the pattern; null for an absent one.</param>
/// <param name="Query">The values of each declared query parameter, in the order of the policy; null for an absent one.</param>
/// <param name="Culture">The culture and UI culture, when the site has several.</param>
internal sealed record PageAddress(
    PageDefinition Page,
    Uri Site,
    string PathBase,
    string Path,
    IReadOnlyList<string?> Values,
    IReadOnlyList<IReadOnlyList<string?>?> Query,
    string? Culture)
{
    public string Name => CanonicalPath.Name(Page.Endpoint.RoutePattern, Values);

    public bool IsKeyedAs(PageAddress other) =>
        PathBase == other.PathBase && Page.Id == other.Page.Id && Values.SequenceEqual(other.Values, StringComparer.Ordinal);

    public EntryKey Key(string buildId)
    {
        var builder = new EntryKeyBuilder()
            .Add("page").Add(buildId)
            .Add(Site.GetLeftPart(UriPartial.Authority)).Add(PathBase)
            .Add(Page.Id).Add(Values)
            .Add(Culture);
        foreach (var values in Query)
        {
            if (values is null)
            {
                builder.Add((string?)null);
            }
            else
            {
                builder.Add(values);
            }
        }

        return builder.Build();
    }

    public QueryString QueryString()
    {
        var query = Microsoft.AspNetCore.Http.QueryString.Empty;
        for (var i = 0; i < Query.Count; i++)
        {
            foreach (var value in Query[i] ?? [])
            {
                query = query.Add(Page.Policy.Query[i], value ?? "");
            }
        }

        return query;
    }

    public override string ToString() => Path;
}
