namespace Perennial.Caching;

/// <summary>What a <see cref="CacheHandler"/> is told beside the key and the entry.</summary>
public sealed record CacheHandlerContext
{
    /// <summary>What the entry is. Null when an entry is removed: what it was is not known then.</summary>
    public CacheKind? Kind { get; init; }

    /// <summary>
    /// When an entry is kept, the tags by which it can be invalidated, the app's own and those of its path and route; else
    /// none. Never null (the handler that Next's documents print fails on exactly that).
    /// </summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
