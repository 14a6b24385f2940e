namespace Perennial.Caching;

/// <summary>How an invalidation treats what is kept.</summary>
public enum InvalidationKind
{
    /// <summary>Mark stale: the next visit gets the old entry, and a new one is made behind it.</summary>
    Revalidate = 1,

    /// <summary>Expire: the next visit waits for a fresh one.</summary>
    Expire = 2,
}
