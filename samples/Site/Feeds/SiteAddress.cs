namespace Site.Feeds;

/// <summary>Makes absolute addresses: a feed is read far away from the site.</summary>
internal sealed class SiteAddress(PerennialOptions options)
{
    private readonly string _origin = (options.SiteUrl ?? "").TrimEnd('/');

    public string Of(string path) => _origin + path;
}
