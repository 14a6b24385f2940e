namespace Site.Feeds;

internal static class Robots
{
    public static IResult Write(IPageContext page) => Results.Text(
        $"""
        User-agent: *
        Disallow: /editor
        Disallow: /search

        Sitemap: {new SiteAddress(page).Of("/sitemap.xml")}

        """);
}
