namespace Perennial.Caching;

/// <summary>One invalidation in a ledger.</summary>
internal sealed record Stamp(long Number, InvalidationKind Kind, IReadOnlyCollection<CacheTag> Tags)
{
    /// <summary>A copy of the caller's tags, each of them one that was made by <see cref="CacheTag"/>.</summary>
    public static IReadOnlyCollection<CacheTag> Checked(IReadOnlyCollection<CacheTag> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return tags.Any(static tag => tag == default)
            ? throw new ArgumentException("default(CacheTag) is no tag. Make one with CacheTag.User, Path or Route.", nameof(tags))
            : [.. tags];
    }
}
