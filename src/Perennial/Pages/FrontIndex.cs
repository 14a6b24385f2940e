using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>Exact paths of complete public pages.</summary>
internal sealed class FrontIndex(Sites sites, PublicPaths paths)
{
    private readonly CellIndex<string, FrontPage>[] _bySite = [.. sites.All.Select(static _ => New())];
    private readonly ConcurrentDictionary<(int Site, string Culture), CellIndex<string, FrontPage>> _byCulture = new();

    /// <summary>What may be answered without asking anybody else; null in every doubtful case.</summary>
    public FrontPage? Find(HttpContext context)
    {
        var request = context.Request;
        if ((request.PathBase.Value ?? "") != paths.BasePath
            || Partition(sites.IndexOf(request), Cultures.Of(context)) is not { } pages
            || pages.Find(request.Path.Value ?? "/") is not { } page)
        {
            return null;
        }

        return page.ReadsQuery && request.QueryString.HasValue ? null : page;
    }

    /// <summary>Adds a page until its cell is forgotten. Several paths may lead to one ("/", "/Home" and "/Home/Index" of a conventional route).</summary>
    public void Add(FrontPage page)
    {
        var address = page.Address;
        if (page.ReadsQuery && address.Query.Any(static values => values is not null))
        {
            return;
        }

        var pages = Partition(sites.IndexOf(address.Site), address.Culture)
            ?? _byCulture.GetOrAdd((sites.IndexOf(address.Site), address.Culture!), static _ => New());
        pages.Add(paths.Of(address.Path), page);
    }

    private CellIndex<string, FrontPage>? Partition(int site, string? culture) =>
        culture is null ? _bySite[site] : _byCulture.GetValueOrDefault((site, culture));

    private static CellIndex<string, FrontPage> New() => new(StringComparer.Ordinal);
}
