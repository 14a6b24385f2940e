using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Perennial.Http;

namespace Perennial.Pages;

// The one place where a request becomes a key.
internal sealed class AddressReader(Sites sites, PageAliases aliases)
{
    // Few, and each named by the app's own localization; the limit is for an app that makes them up.
    private const int MaxCultures = 100;

    private readonly ConcurrentDictionary<string, bool> _cultures = new(StringComparer.Ordinal);

    /// <summary>The same page for every site that is known at start (tenants may be thousands), in every culture that a visit had so far.</summary>
    public IReadOnlyList<PageAddress> Variants(PageAddress address)
    {
        string?[] cultures = _cultures.IsEmpty ? [address.Culture] : [.. _cultures.Keys];
        return [.. sites.All.SelectMany(site => cultures, (site, culture) => address with { Site = site, Culture = culture })];
    }

    public PageAddress Read(HttpContext context, PageDefinition page)
    {
        var request = context.Request;
        var (canonical, path) = aliases.CanonicalOf(page, request.Path.Value ?? "/");
        var pattern = canonical.Endpoint.RoutePattern;
        return new(
            canonical,
            sites.Of(request),
            request.PathBase.Value ?? "",
            CanonicalPath.Of(pattern, request.RouteValues, path),
            CanonicalPath.Values(pattern, request.RouteValues),
            Query(request, canonical.Policy.Query),
            Seen(Cultures.Of(context)));
    }

    private string? Seen(string? culture)
    {
        if (culture is not null && _cultures.Count < MaxCultures)
        {
            _cultures.TryAdd(culture, true);
        }

        return culture;
    }

    private static IReadOnlyList<IReadOnlyList<string?>?> Query(HttpRequest request, IReadOnlyList<string> declared)
    {
        if (declared.Count == 0)
        {
            // Not read at all: in a render, who reads it is looked for on the stack.
            return [];
        }

        var parsed = QueryHelpers.ParseQuery(request.QueryString.Value);
        return [.. declared.Select(name => parsed.TryGetValue(name, out var values) ? values.ToArray() : null)];
    }
}
