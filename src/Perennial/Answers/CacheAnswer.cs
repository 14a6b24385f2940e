using Perennial.Caching.Reads;
using Perennial.Http;

namespace Perennial.Answers;

/// <summary>What a read of the cache is called in Cache-Status, of a page as of a picture.</summary>
internal static class CacheAnswer
{
    /// <summary>Null where the entry itself knows better (for how long it is fresh), and where no entry answers.</summary>
    public static string? StatusOf(in ReadResult read) => (read.Status, read.Joined) switch
    {
        (ReadStatus.Stale, _) => read.Freshness.IsInvalidated ? CacheStatus.HitRevalidated : null,
        (ReadStatus.Unrendered, _) => CacheStatus.HitUnrendered,
        (ReadStatus.Miss, false) => CacheStatus.MissStored,
        (ReadStatus.Miss, true) => CacheStatus.MissCollapsed,
        (ReadStatus.Expired, false) => CacheStatus.ExpiredStored,
        (ReadStatus.Expired, true) => CacheStatus.ExpiredCollapsed,
        (ReadStatus.StaleFailed, _) => CacheStatus.StaleUnrendered,
        (ReadStatus.StaleRefused, _) => CacheStatus.StaleRefused,
        (ReadStatus.NotKept, _) => CacheStatus.BypassDynamic,
        (ReadStatus.Bypass, _) => CacheStatus.BypassPassedOn,
        _ => null,
    };
}
