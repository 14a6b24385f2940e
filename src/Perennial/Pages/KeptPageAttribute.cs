using System.Diagnostics.CodeAnalysis;

namespace Perennial.Pages;

/// <summary>What <see cref="PrerenderAttribute"/> and <see cref="RevalidateAttribute"/> have in common: a response that may be kept.</summary>
[SuppressMessage("Performance", "CA1819", Justification = "Attributes take arrays.")]
public abstract class KeptPageAttribute : Attribute
{
    private bool? _contentIsInImage;

    private protected KeptPageAttribute()
    {
    }

    /// <summary>Tags that every response of this page carries; a page adds its own with <see cref="IPageContext.Tag"/>. Default: none.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>
    /// The query parameters that the page may read; each combination of values is an entry of its own. Every other
    /// parameter does not exist for the page. Default: none.
    /// </summary>
    public string[] Query { get; set; } = [];

    /// <summary>
    /// Whether all that this page shows lies in the image that is deployed (<see cref="PageOptions.ContentIsInImage"/>).
    /// Default: what the site says.
    /// </summary>
    public bool ContentIsInImage
    {
        get => _contentIsInImage ?? false;
        set => _contentIsInImage = value;
    }

    internal bool? ContentIsInImageOrDefault
    {
        get => _contentIsInImage;
        set => _contentIsInImage = value;
    }

    /// <summary>What happens to a path that <see cref="StaticPathsAttribute{TProvider}"/> does not list. Default: <see cref="UnlistedPaths.Render"/>.</summary>
    public UnlistedPaths Unlisted { get; set; }

    /// <summary>Seconds that a stale response may still be served before a visit waits for a fresh one; 0 is the site's default, a year.</summary>
    public int ExpireSeconds { get; set; }

    /// <summary>Seconds that a "not found" of this page is fresh; 0 is the page's own lifetime, and 60 for a page that is kept for ever.</summary>
    public int NotFoundSeconds { get; set; }

    /// <summary>Seconds that a redirect of this page is fresh; 0 is the page's own lifetime.</summary>
    public int RedirectSeconds { get; set; }
}
