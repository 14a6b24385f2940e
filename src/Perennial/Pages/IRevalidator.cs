using Perennial.Caching;

namespace Perennial.Pages;

/// <summary>
/// Three verbs, never mixed. <b>Revalidate</b>: mark stale, the next visit gets the old page and a new one is made behind
/// it. <b>Expire</b>: the next visit waits for a fresh one. <b>Regenerate</b>: make it now, fail loudly.
/// </summary>
/// <remarks>
/// Each returns when the invalidation is as durable as the ledger can make it. A render that began before it is never
/// kept as fresh. None of them may be called while a page is rendered (PER2105). Any service may take this one, and call it
/// at any time: before the app has started, the call opens the cache. A regeneration waits for the app's pipeline.
/// </remarks>
public interface IRevalidator
{
    /// <summary>Marks everything with <paramref name="tag"/> stale.</summary>
    /// <exception cref="PerennialException">PER2106: the path or route belongs to no kept page; PER2110: it could not be made durable.</exception>
    Task<Invalidation> RevalidateAsync(CacheTag tag, CancellationToken cancellationToken = default);

    /// <summary>Marks everything with one of <paramref name="tags"/> stale, in one step.</summary>
    /// <exception cref="PerennialException">As for one tag, and PER2109: more than 1000 tags. Nothing was invalidated then.</exception>
    Task<Invalidation> RevalidateAsync(IEnumerable<CacheTag> tags, CancellationToken cancellationToken = default);

    /// <summary>Expires everything with <paramref name="tag"/>.</summary>
    /// <exception cref="PerennialException">PER2106: the path or route belongs to no kept page; PER2110: it could not be made durable.</exception>
    Task<Invalidation> ExpireAsync(CacheTag tag, CancellationToken cancellationToken = default);

    /// <summary>Expires everything with one of <paramref name="tags"/>, in one step.</summary>
    /// <exception cref="PerennialException">As for one tag, and PER2109: more than 1000 tags. Nothing was invalidated then.</exception>
    Task<Invalidation> ExpireAsync(IEnumerable<CacheTag> tags, CancellationToken cancellationToken = default);

    /// <summary>
    /// Renders the page at <paramref name="path"/> now, with a render that began after this call, and keeps it. The path
    /// need not have been rendered before. Whatever else is kept of it (other values of its query) is revalidated.
    /// </summary>
    /// <param name="path">The path as the site shows it, percent-encoded or not; a declared query may follow.</param>
    /// <param name="cancellationToken">Stops waiting; the render goes on.</param>
    /// <exception cref="PerennialException">
    /// PER2102: not a path; PER2106: no kept page answers it; PER2107: the render failed, and the old page stays and is
    /// stale; PER2110: it could not be made durable, and nothing was rendered; PER2111: the app has not started within
    /// <see cref="PageOptions.RenderTimeout"/>.
    /// </exception>
    Task RegenerateAsync(string path, CancellationToken cancellationToken = default);
}
