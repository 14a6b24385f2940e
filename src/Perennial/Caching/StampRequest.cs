using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>One invalidation that somebody asks for.</summary>
/// <param name="Tags">What is invalidated, under one number; none: nothing happens.</param>
/// <param name="Kind">Whether it is stale or expired then.</param>
[Experimental("PERNL001")]
public sealed record StampRequest(IReadOnlyCollection<CacheTag> Tags, InvalidationKind Kind)
{
    /// <summary>
    /// Which request this is. A connection that breaks leaves it open whether the invalidation happened; the same request
    /// again is the same one.
    /// </summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>When it is answered.</summary>
    public StampScope Scope { get; init; }

    /// <summary>The request with a copy of its tags, each of them one that was made by <see cref="CacheTag"/>.</summary>
    /// <exception cref="ArgumentException">A tag is <c>default</c>, or the list is null.</exception>
    public StampRequest Checked()
    {
        ArgumentNullException.ThrowIfNull(Tags);
        return Tags.Any(static tag => tag == default)
            ? throw new ArgumentException("default(CacheTag) is no tag. Make one with CacheTag.User, Path or Route.", nameof(Tags))
            : this with { Tags = [.. Tags] };
    }
}
