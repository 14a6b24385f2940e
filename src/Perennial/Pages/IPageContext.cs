namespace Perennial.Pages;

/// <summary>
/// What a page says of itself while it is rendered. Inject it into components, endpoints, controllers and the services that
/// they use, singletons too: it speaks of the request that runs now. In a request that is not kept, everything here works and tags have no effect.
/// </summary>
public interface IPageContext
{
    /// <summary>
    /// Whether this render shows unpublished content to an editor (<see cref="Drafts.IDraftMode"/>). Drafts are never kept.
    /// Asking does not make a page depend on its visitor: without a visitor the answer is no.
    /// </summary>
    bool IsDraft { get; }

    /// <summary>The origin that this response is for, for example <c>https://example.com</c>: what feeds, sitemaps and canonical links begin with.</summary>
    Uri SiteUrl { get; }

    /// <summary>Adds tags: invalidating one of them invalidates this page.</summary>
    /// <exception cref="PerennialException">PER2101: a tag is empty or too long; PER2103: more than 128 tags.</exception>
    void Tag(params string[] tags);

    /// <summary>Shortens this response's lifetime; a longer one than the page's own is ignored.</summary>
    /// <param name="seconds">Seconds for which the response is fresh, 1 or more.</param>
    void RevalidateAfter(int seconds);

    /// <summary>Answers with a redirect that keeps the method: 307, or 308 when <paramref name="permanent"/>.</summary>
    /// <param name="location">A path of this site, or an absolute URL.</param>
    /// <param name="permanent">Whether browsers and search engines may remember it.</param>
    /// <exception cref="PerennialException">PER2104: not a usable location, or the response has begun.</exception>
    void Redirect(string location, bool permanent = false);

    /// <summary>
    /// Waits for a visitor: from here on the page is rendered for each request. In a render without a visitor this does
    /// not return normally, so what follows runs only for a real request.
    /// </summary>
    ValueTask ConnectionAsync(CancellationToken cancellationToken = default);
}
