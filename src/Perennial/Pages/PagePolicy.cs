using Perennial.Caching;

namespace Perennial.Pages;

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
    public bool? ContentIsInImage { get; init; }

    public bool IsKept => Mode is not PageMode.Dynamic;

    public bool IsTimed => Lifetime.Revalidate is not null;

    public bool IsDeclared => Mode is PageMode.Static or PageMode.Incremental;

    public static PagePolicy Auto(TimeSpan? siteLifetime) => From(new PrerenderAttribute(), staticPaths: null, siteLifetime) with { Mode = PageMode.Auto };

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

internal enum PageMode
{
    Dynamic, // For each request.
    Static, // Once, until invalidated.
    Incremental, // Again after some seconds, behind a visit.
    Auto, // Nothing is declared: static if a render without a visitor touches nothing of one.
}
