using Perennial.Caching.Reads;

namespace Perennial.Telemetry;

/// <summary>What a read of the cache is called in the metrics: few words, because each is a time series.</summary>
internal static class CacheResult
{
    public const string Hit = "hit";
    public const string Stale = "stale";
    public const string Miss = "miss";
    public const string Expired = "expired";
    public const string Failed = "failed";
    public const string Refused = "refused";
    public const string Bypass = "bypass";

    public static string Of(ReadStatus status) => status switch
    {
        ReadStatus.Hit => Hit,
        ReadStatus.Stale or ReadStatus.Unrendered => Stale,
        ReadStatus.Miss => Miss,
        ReadStatus.Expired => Expired,
        ReadStatus.StaleFailed or ReadStatus.Failed => Failed,
        ReadStatus.StaleRefused or ReadStatus.Refused => Refused,
        _ => Bypass,
    };
}
