namespace Perennial.Caching;

/// <summary>In the order of severity.</summary>
internal enum FreshnessState
{
    /// <summary>Serve it.</summary>
    Fresh,

    /// <summary>Serve it, and make a new one behind it.</summary>
    Stale,

    /// <summary>The visit waits for a new one.</summary>
    Expired,
}
