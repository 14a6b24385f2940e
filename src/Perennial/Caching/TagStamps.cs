using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>
/// The last invalidations of one tag. Two stamps, because one would lose an expiry that a later revalidation overwrites.
/// </summary>
/// <param name="StaleFrom">Entries with a smaller number are stale; 0 when the tag was never revalidated.</param>
/// <param name="ExpiredFrom">Entries with a smaller number are expired; 0 when the tag was never expired.</param>
[Experimental("PERNL001")]
public readonly record struct TagStamps(long StaleFrom, long ExpiredFrom)
{
    /// <summary>The stamps after an invalidation with <paramref name="number"/>.</summary>
    public TagStamps With(InvalidationKind kind, long number) => kind is InvalidationKind.Expire
        ? this with { ExpiredFrom = Math.Max(ExpiredFrom, number) }
        : this with { StaleFrom = Math.Max(StaleFrom, number) };

    /// <summary>The later of both stamps, each for itself.</summary>
    public TagStamps Max(TagStamps other) =>
        new(Math.Max(StaleFrom, other.StaleFrom), Math.Max(ExpiredFrom, other.ExpiredFrom));
}
