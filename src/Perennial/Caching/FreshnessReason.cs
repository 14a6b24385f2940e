namespace Perennial.Caching;

internal enum FreshnessReason
{
    None,

    /// <summary>It is older than its lifetime.</summary>
    Age,

    /// <summary>One of its tags was invalidated after its render began.</summary>
    Tag,

    /// <summary>No ledger that is in force has watched it since it was made.</summary>
    Epoch,

    /// <summary>The ledger has forgotten the invalidations of its time.</summary>
    Floor,
}
