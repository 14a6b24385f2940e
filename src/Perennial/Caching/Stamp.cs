using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>One invalidation as a ledger has it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Kind">Whether older entries are stale or expired.</param>
/// <param name="Tags">What it concerns.</param>
[Experimental("PERNL001")]
public sealed record Stamp(long Number, InvalidationKind Kind, IReadOnlyCollection<CacheTag> Tags)
{
    /// <summary>The id of its request; empty where that is not known any more.</summary>
    public Guid RequestId { get; init; }
}
