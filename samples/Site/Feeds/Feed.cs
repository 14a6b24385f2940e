using System.Globalization;
using System.Xml.Linq;
using Site.Magazine;

namespace Site.Feeds;

/// <summary>The newest articles as Atom (RFC 4287).</summary>
internal static class Feed
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    public static async Task<IResult> WriteAsync(
        Articles articles, IPageContext page, CancellationToken cancellationToken)
    {
        var site = new SiteAddress(page);
        var all = await articles.ListAsync(cancellationToken);
        var feed = new XElement(
            Atom + "feed",
            new XElement(Atom + "title", "The Perennial"),
            new XElement(Atom + "subtitle", "A magazine about gardening slowly"),
            new XElement(Atom + "id", site.Of("/")),
            new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("href", site.Of("/"))),
            new XElement(Atom + "link", new XAttribute("rel", "self"), new XAttribute("href", site.Of("/feed.xml"))),
            new XElement(Atom + "updated", Stamp(all.Max(Updated))),
            all.Select(a => Entry(a, site)));
        return new XmlResult(feed, "application/atom+xml; charset=utf-8");
    }

    private static XElement Entry(Article article, SiteAddress site) => new(
        Atom + "entry",
        new XElement(Atom + "title", article.Title),
        new XElement(Atom + "id", site.Of(article.Path)),
        new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("href", site.Of(article.Path))),
        new XElement(Atom + "published", Stamp(Published(article))),
        new XElement(Atom + "updated", Stamp(Updated(article))),
        new XElement(Atom + "author", new XElement(Atom + "name", article.Author)),
        new XElement(Atom + "category", new XAttribute("term", article.Category)),
        new XElement(Atom + "summary", article.Summary));

    private static DateTime Published(Article article) => article.Published.ToDateTime(new TimeOnly(6, 0));

    private static DateTime Updated(Article article) => article.EditedUtc ?? Published(article);

    private static string Stamp(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
