using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Pages;

/// <summary>
/// Exact paths of complete public pages. An index onto the memory tier: it lives and dies with the cells there, so it needs
/// no limit of its own.
/// </summary>
internal sealed class FrontIndex(Sites sites, PublicPaths paths)
{
    private readonly ConcurrentDictionary<string, FrontPage>[] _bySite = [.. sites.All.Select(static _ => New())];
    private readonly ConcurrentDictionary<(int Site, string Culture), ConcurrentDictionary<string, FrontPage>> _byCulture = new();

    /// <summary>What may be answered without asking anybody else; null in every doubtful case.</summary>
    public FrontPage? Find(HttpContext context)
    {
        var request = context.Request;
        if ((request.PathBase.Value ?? "") != paths.BasePath
            || Partition(sites.IndexOf(request), Cultures.Of(context)) is not { } pages
            || !pages.TryGetValue(request.Path.Value ?? "/", out var page))
        {
            return null;
        }

        return page.ReadsQuery && request.QueryString.HasValue ? null : page;
    }

    /// <summary>Adds a page until its cell is forgotten.</summary>
    public void Add(FrontPage page)
    {
        var address = page.Address;
        if (page.ReadsQuery && address.Query.Any(static values => values is not null))
        {
            return;
        }

        var pages = Partition(sites.IndexOf(address.Site), address.Culture)
            ?? _byCulture.GetOrAdd((sites.IndexOf(address.Site), address.Culture!), static _ => New());
        var path = paths.Of(address.Path);
        if (pages.TryGetValue(path, out var known) && ReferenceEquals(known.Cell, page.Cell))
        {
            return;
        }

        pages[path] = page;
        lock (page.Cell)
        {
            // Several paths may lead to one cell ("/", "/Home" and "/Home/Index" of a conventional route).
            page.Cell.Gone += () => pages.TryRemove(new(path, page));
        }

        if (page.Cell.IsGone)
        {
            // It went between being found and being told whom to tell.
            pages.TryRemove(new(path, page));
        }
    }

    private ConcurrentDictionary<string, FrontPage>? Partition(int site, string? culture) =>
        culture is null ? _bySite[site] : _byCulture.GetValueOrDefault((site, culture));

    private static ConcurrentDictionary<string, FrontPage> New() => new(StringComparer.Ordinal);
}
