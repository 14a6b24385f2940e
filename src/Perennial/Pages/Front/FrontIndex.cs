using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Perennial.Caching.Memory;
using Perennial.Http;
using Perennial.Pages.Endpoints;

namespace Perennial.Pages.Front;

internal sealed class FrontIndex(Sites sites, PublicPaths paths, CorsUsage cors)
{
    /// <summary>Tenants and cultures with a shorter way of their own. The pages of any more are found all the same, a step later.</summary>
    private const int MaxPartitions = 10_000;

    private readonly CellIndex<string, FrontPage>[] _bySite = [.. sites.All.Select(static _ => New())];
    private readonly ConcurrentDictionary<(Uri Site, string? Culture), CellIndex<string, FrontPage>> _others = new();

    /// <summary>What may be answered without asking anybody else; null in every doubtful case.</summary>
    public FrontPage? Find(HttpContext context) => Find(context, context.Request.Path);

    public FrontPage? Find(HttpContext context, PathString path)
    {
        var request = context.Request;
        if ((request.PathBase.Value ?? "") != paths.BasePath

            // A CORS policy may apply behind UsePerennial, also to pages whose metadata does not mention it.
            || (cors.IsUsed && request.Headers.Origin.Count > 0)
            || Partition(sites.Of(request), Cultures.Of(context)) is not { } pages
            || pages.Find(path.Value ?? "/") is not { } page)
        {
            return null;
        }

        return page.ReadsQuery && request.QueryString.HasValue ? null : page;
    }

    /// <summary>From here on a page is answered in front, if it may be, as long as its cell lives.</summary>
    public void Publish(HttpContext context, PageVisit visit, CacheCell? cell)
    {
        var address = visit.Address;
        if (cell is not null
            && PageRequestState.InPass(context) is { } pass
            && FrontTierEligibility.Judge(
                address.Page.Endpoint.Metadata, !pass.IsAmbiguous, address.PathBase != paths.BasePath, address.Culture is not null, pass.HadCulture))
        {
            Add(new(visit.WithoutVisitor(), cell));
        }
    }

    private void Add(FrontPage page)
    {
        var address = page.Address;
        if (page.ReadsQuery && address.Query.Any(static values => values is not null))
        {
            return;
        }

        var pages = Partition(address.Site, address.Culture)
            ?? (_others.Count < MaxPartitions ? _others.GetOrAdd((address.Site, address.Culture), static _ => New()) : null);
        pages?.Add(paths.Of(address.Path), page);
    }

    private CellIndex<string, FrontPage>? Partition(Uri site, string? culture) =>
        culture is null && sites.IndexOf(site) is >= 0 and var number ? _bySite[number] : _others.GetValueOrDefault((site, culture));

    private static CellIndex<string, FrontPage> New() => new(StringComparer.Ordinal);
}

internal sealed record FrontPage(PageRead Read, CacheCell Cell) : IIndexed
{
    public PageAddress Address => Read.Address;

    // Without declared parameters the query is ignored.
    public bool ReadsQuery { get; } = Read.Address.Page.Policy.Query.Count > 0;
}
