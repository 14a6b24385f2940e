namespace Site.Feeds;

/// <summary>Makes absolute addresses: a feed is read far away from the site.</summary>
internal sealed class SiteAddress(IPageContext page)
{
    public string Of(string path) => new Uri(page.SiteUrl, path).AbsoluteUri;
}
