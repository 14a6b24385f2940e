namespace Perennial.Telemetry;

internal static class CacheResult
{
    public const string Hit = "hit";
    public const string Stale = "stale";
    public const string Miss = "miss";
    public const string Expired = "expired";
    public const string Failed = "failed";
    public const string Refused = "refused";
    public const string Bypass = "bypass";
}
