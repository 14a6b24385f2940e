using System.Xml.Linq;
using Site.Magazine;
using Site.Shop;

namespace Site.Feeds;

/// <summary>Every page worth finding, as sitemaps.org has it.</summary>
internal static class SiteMap
{
    private static readonly XNamespace Map = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static async Task<IResult> WriteAsync(
        Articles articles, Products products, IPageContext page, CancellationToken cancellationToken)
    {
        var site = new SiteAddress(page);
        string[] paths =
        [
            "/", "/shop", "/about",
            .. Category.All.Select(c => c.Path),
            .. (await articles.ListAsync(cancellationToken)).Select(a => a.Path),
            .. (await products.ListAsync(cancellationToken)).Select(p => p.Path),
        ];
        var urls = paths.Select(path => new XElement(Map + "url", new XElement(Map + "loc", site.Of(path))));
        return new XmlResult(new XElement(Map + "urlset", urls), "application/xml; charset=utf-8");
    }
}
