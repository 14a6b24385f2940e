using Microsoft.Extensions.Options;

namespace Site.Feeds;

internal static class Robots
{
    public static IResult Write(IOptions<PerennialOptions> options) => Results.Text(
        $"""
        User-agent: *
        Disallow: /editor
        Disallow: /search

        Sitemap: {new SiteAddress(options.Value).Of("/sitemap.xml")}

        """);
}
