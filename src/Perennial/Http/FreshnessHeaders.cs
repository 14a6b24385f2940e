using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Perennial.Http;

/// <summary>
/// The freshness that a kept page declares. Constant for a lifetime, so it is made once when the page is stored;
/// <c>Age</c> is what moves.
/// </summary>
/// <param name="CacheControl">The value of Cache-Control.</param>
/// <param name="CdnCacheControl">The value of CDN-Cache-Control (RFC 9213).</param>
/// <remarks>
/// Browsers get <c>max-age=0, must-revalidate</c> and ask with If-None-Match each time. The obvious form, Next's
/// <c>s-maxage=N, stale-while-revalidate=M</c> alone, shows a visitor the old page once more after a change: Chromium
/// ignores stale-while-revalidate for navigations but obeys it for fetch(). must-revalidate would forbid shared caches the
/// same (RFC 9111 §5.2.2.2), so those that know RFC 9213 read a field of their own.
/// </remarks>
internal sealed record FreshnessHeaders(string CacheControl, string CdnCacheControl)
{
    private static readonly FrozenSet<string> CacheHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, ["Surrogate-Control", "Edge-Control", "X-Accel-Expires", "Expires", "Age"]);

    /// <summary>A year, in seconds: "for ever" on the wire.</summary>
    public const long Year = 31_536_000;
    public const string Private = "private, no-cache, no-store, max-age=0, must-revalidate";

    /// <summary>
    /// What is shown although it was invalidated. Its age would not tell, and a cache in front would keep it for a whole
    /// lifetime: it was told of the invalidation before it asked, and is not told again.
    /// </summary>
    public static readonly FreshnessHeaders Outdated = new("public, max-age=0, must-revalidate", "max-age=0");

    public const string Immutable = "public, max-age=31536000, immutable";
    public const string File = "public, max-age=0";
    public const string GuardedImmutable = "private, max-age=31536000, immutable";
    public const string GuardedFile = "private, max-age=0";

    /// <summary>
    /// Whether a header beside Cache-Control may tell a cache to keep something: targeted fields (RFC 9213), what came
    /// before them, and what nginx and Akamai obey first of all.
    /// </summary>
    public static bool IsCacheDirective(string header) =>
        header.EndsWith("CDN-Cache-Control", StringComparison.OrdinalIgnoreCase) || CacheHeaders.Contains(header);

    /// <summary>Takes back whatever a page, a rule or the app's configuration said to caches.</summary>
    public static void MakePrivate(IHeaderDictionary headers)
    {
        headers.CacheControl = Private;
        foreach (var name in headers.Keys.Where(IsCacheDirective).ToList())
        {
            headers.Remove(name);
        }
    }

    /// <summary>
    /// The same to every cache but the framework's own (<c>UseResponseCaching</c>), which keeps what says "public" and hears
    /// of no invalidation. The word adds nothing to s-maxage (RFC 9111 §5.2.2.9).
    /// </summary>
    public static string WithoutPublic(StringValues cacheControl) => cacheControl.ToString().Replace("public, ", "", StringComparison.Ordinal);

    /// <summary>Of what a page only links to: browsers keep it as well, since none of them could ask for each picture of a page.</summary>
    public static string InBrowsers(long? revalidateSeconds) =>
        $"public, max-age={Math.Clamp(revalidateSeconds ?? Year, 0, Year)}, must-revalidate";

    // revalidateSeconds: null is for ever; expireSeconds: null is a year.
    public static FreshnessHeaders For(long? revalidateSeconds, long? expireSeconds = null)
    {
        var expire = Math.Clamp(expireSeconds ?? Year, 0, Year);
        var fresh = Math.Clamp(revalidateSeconds ?? Year, 0, expire);
        var stale = expire - fresh;
        var grace = stale > 0 && revalidateSeconds is not null ? $", stale-while-revalidate={stale}" : "";
        return new($"public, max-age=0, must-revalidate, s-maxage={fresh}{grace}", $"max-age={fresh}{grace}");
    }
}
