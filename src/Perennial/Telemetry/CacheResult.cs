namespace Perennial.Telemetry;

/// <summary>What came of a request for a page or a picture: the values of <c>perennial.cache.result</c>.</summary>
internal static class CacheResult
{
    public const string Hit = "hit";
    public const string Stale = "stale";

    /// <summary>Nothing was kept, and the visitor waited for a render.</summary>
    public const string Miss = "miss";

    /// <summary>What was kept was too old, and the visitor waited.</summary>
    public const string Expired = "expired";

    /// <summary>The visitor waited for a render that failed.</summary>
    public const string Failed = "failed";

    /// <summary>Too many renders waited already.</summary>
    public const string Refused = "refused";

    /// <summary>Rendered for its visitor alone.</summary>
    public const string Bypass = "bypass";
}
