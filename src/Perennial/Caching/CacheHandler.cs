namespace Perennial.Caching;

/// <summary>
/// A store of the app's own, in the four methods of Next.js' cache handler. Derive from it, override what you need, and
/// register it with <c>UseCacheHandler</c>. Every method does nothing by default.
/// </summary>
/// <remarks>
/// <para>One instance serves the whole app, from many threads at once.</para>
/// <para>
/// A handler may forget entries and may fail: one that throws, or takes longer than <see cref="CacheOptions.ReadTimeout"/>,
/// is a miss, and the page is rendered. Freshness is not its business: Perennial knows which tags were invalidated and
/// when, so that even a handler without <see cref="RevalidateTagAsync"/> never brings an old page back as fresh.
/// </para>
/// <para>A store that is written as <see cref="ICacheStore"/> has the same rights with fewer conversions.</para>
/// </remarks>
public abstract class CacheHandler
{
    /// <summary>The entry kept under a key, exactly as it was given to <see cref="SetAsync"/>; null when there is none.</summary>
    /// <param name="key">64 hexadecimal digits: safe as a file name, as a column and in a URL.</param>
    /// <param name="context">What kind of entry is asked for; no tags.</param>
    /// <param name="cancellationToken">Cancelled when the time for a read is over.</param>
    public virtual ValueTask<CacheEntry?> GetAsync(string key, CacheHandlerContext context, CancellationToken cancellationToken) => default;

    /// <summary>Keeps an entry in place of an earlier one.</summary>
    /// <param name="key">64 hexadecimal digits: safe as a file name, as a column and in a URL.</param>
    /// <param name="data">The entry; null to forget what is kept under the key.</param>
    /// <param name="context">The kind of the entry, and the tags by which it can be invalidated.</param>
    /// <param name="cancellationToken">Cancelled when the time for a write (<see cref="CacheOptions.WriteTimeout"/>) is over.</param>
    public virtual ValueTask SetAsync(
        string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken) => default;

    /// <summary>Told after tags were invalidated: revalidated or expired, by tag, path, route or all.</summary>
    /// <param name="tags">
    /// The tags in the spelling that <see cref="CacheHandlerContext.Tags"/> has: <c>posts</c>, <c>path:/blog/x</c>,
    /// <c>route:/blog/{slug}</c>, and <c>all:</c>, which every entry has.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the time for a write is over.</param>
    public virtual ValueTask RevalidateTagAsync(IReadOnlyList<string> tags, CancellationToken cancellationToken) => default;

    /// <summary>Called before a request uses the handler: the place to drop what was remembered for one request only.</summary>
    public virtual void ResetRequestCache()
    {
    }
}
