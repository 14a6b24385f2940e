using Perennial.Caching;

namespace Perennial.Pages;

/// <summary>What a page declares, compiled once.</summary>
internal sealed record PagePolicy
{
    /// <summary>How long "not found" is remembered where the page itself is kept for ever: a slug may come to life.</summary>
    private const int ForeverNotFoundSeconds = 60;

    public static PagePolicy Dynamic { get; } = new() { Mode = PageMode.Dynamic };

    public required PageMode Mode { get; init; }

    public IReadOnlyList<CacheTag> Tags { get; init; } = [];

    /// <summary>The declared query parameters, in ordinal order: the order of a request must not make another key.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    public UnlistedPaths Unlisted { get; init; }

    public Lifetime Lifetime { get; init; }

    public Lifetime NotFoundLifetime { get; init; }

    public Lifetime RedirectLifetime { get; init; }

    public Type? StaticPaths { get; init; }

    /// <summary>Whether all that it shows lies in the image; null where it says nothing of it.</summary>
    public bool? ContentIsInImage { get; init; }

    public bool IsKept => Mode is not PageMode.Dynamic;

    /// <summary>Whether time alone makes it stale.</summary>
    public bool IsTimed => Lifetime.Revalidate is not null;

    public bool IsDeclared => Mode is PageMode.Static or PageMode.Incremental;

    /// <summary>Of a page that declares nothing and may be kept.</summary>
    /// <param name="siteLifetime">The site's default for pages that say no time.</param>
    public static PagePolicy Auto(TimeSpan? siteLifetime) => From(new PrerenderAttribute(), staticPaths: null, siteLifetime) with { Mode = PageMode.Auto };

    /// <param name="declared">What the page says.</param>
    /// <param name="staticPaths">Who lists its paths.</param>
    /// <param name="siteLifetime">The site's default for pages that say no time.</param>
    public static PagePolicy From(KeptPageAttribute declared, Type? staticPaths, TimeSpan? siteLifetime = null)
    {
        var own = (declared as RevalidateAttribute)?.Seconds;
        var seconds = own ?? (int?)siteLifetime?.TotalSeconds;
        Check("Revalidate", own ?? 1, least: 1);
        Check(nameof(declared.ExpireSeconds), declared.ExpireSeconds);
        Check(nameof(declared.NotFoundSeconds), declared.NotFoundSeconds);
        Check(nameof(declared.RedirectSeconds), declared.RedirectSeconds);
        var lifetime = Life(seconds, declared.ExpireSeconds);
        return new()
        {
            Mode = seconds is null ? PageMode.Static : PageMode.Incremental,
            Tags = [.. declared.Tags.Select(CacheTag.User)],
            Query = [.. declared.Query.Order(StringComparer.Ordinal)],
            Unlisted = declared.Unlisted,
            Lifetime = lifetime,
            NotFoundLifetime = Life(
                Or(declared.NotFoundSeconds, own ?? Math.Min(ForeverNotFoundSeconds, seconds ?? ForeverNotFoundSeconds)), declared.ExpireSeconds),
            RedirectLifetime = declared.RedirectSeconds > 0 ? Life(declared.RedirectSeconds, declared.ExpireSeconds) : lifetime,
            StaticPaths = staticPaths,
            ContentIsInImage = declared.ContentIsInImageOrDefault,
        };
    }

    /// <summary>The lifetime of a response by its status.</summary>
    public Lifetime LifetimeOf(int status) => status switch
    {
        404 or 410 => NotFoundLifetime,
        >= 300 and < 400 => RedirectLifetime,
        _ => Lifetime,
    };

    private static void Check(string what, int seconds, int least = 0)
    {
        if (seconds < least)
        {
            throw new PerennialException(
                "PER2131", $"{what} is {seconds} seconds; the least is {least}. A page that is rendered for each request is declared [DynamicPage].");
        }
    }

    private static int Or(int declared, int otherwise) => declared > 0 ? declared : otherwise;

    private static Lifetime Life(int? seconds, int expireSeconds) => new(
        seconds is { } value ? TimeSpan.FromSeconds(value) : null,
        expireSeconds > 0 ? TimeSpan.FromSeconds(expireSeconds)
        : seconds is null ? null
        : TimeSpan.FromSeconds(Lifetime.YearSeconds));
}
