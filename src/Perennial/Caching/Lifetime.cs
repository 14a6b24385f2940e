namespace Perennial.Caching;

/// <summary>How long an entry is fresh, and how long it may be served stale.</summary>
/// <param name="Revalidate">Fresh for this long; null is for ever (until invalidated).</param>
/// <param name="Expire">After this long it is not served any more: the visit waits. Null is for ever.</param>
public readonly record struct Lifetime(TimeSpan? Revalidate, TimeSpan? Expire)
{
    /// <summary>A year, in seconds: what "for ever" means on the wire (RFC 9111 has no word for it).</summary>
    public const int YearSeconds = 31_536_000;

    /// <summary>Fresh until invalidated.</summary>
    public static Lifetime Forever => default;

    /// <summary>Fresh for <paramref name="seconds"/>, then served stale for the rest of a year.</summary>
    public static Lifetime Of(int seconds) => new(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(YearSeconds));

    /// <summary>The shorter of both, each part for itself: a page lives no longer than what it was made from.</summary>
    public Lifetime Min(Lifetime other) => new(Shorter(Revalidate, other.Revalidate), Shorter(Expire, other.Expire));

    private static TimeSpan? Shorter(TimeSpan? a, TimeSpan? b) => a is null ? b : b is null || a < b ? a : b;
}
