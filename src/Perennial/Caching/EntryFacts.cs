namespace Perennial.Caching;

/// <summary>What a store and the freshness rules know of an entry without looking into it.</summary>
public sealed record EntryFacts
{
    /// <summary>What it is.</summary>
    public required CacheKind Kind { get; init; }

    /// <summary>The tags it is invalidated by: the app's, its path's and its route's.</summary>
    public required IReadOnlyList<CacheTag> Tags { get; init; }

    /// <summary>Where the ledger stood when its render began.</summary>
    public required LedgerPosition Position { get; init; }

    /// <summary>When it was made, by the wall clock of the process that made it. Age comes from it; order never does.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How long it is fresh and how long it may be served.</summary>
    public required Lifetime Lifetime { get; init; }

    /// <summary>The entity tag of the uncoded payload, without quotes; null when it has none.</summary>
    public string? ETag { get; init; }

    /// <summary>A usual file extension of the payload, with its dot, for example <c>.html</c>.</summary>
    public string? Extension { get; init; }

    /// <summary>
    /// Which code made it: an entry of other code than the one that serves is stale at best, whatever was invalidated. Null: nobody
    /// said.
    /// </summary>
    public string? Code { get; init; }

    /// <summary>The build that the app was serving, or was being made, when it was rendered.</summary>
    public string? BuildId { get; init; }

    /// <summary>The run of <c>build</c> that made it; null where a server did.</summary>
    public string? RunId { get; init; }

    /// <summary>How long its render took: what it costs to lose it. Zero where that is not known.</summary>
    public TimeSpan RenderTime { get; init; }

    /// <summary>What people call it: for lists and logs, never for a decision.</summary>
    public string? Label { get; init; }

    /// <summary>Whether this says "not here" (404, 410): such entries are kept in a small ring, not on disk.</summary>
    public bool IsNegative { get; init; }
}
