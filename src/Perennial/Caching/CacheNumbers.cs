namespace Perennial.Caching;

/// <summary>What a cache holds and does at one moment.</summary>
/// <param name="MemoryBytes">Bytes that entries take in memory.</param>
/// <param name="MemoryEntries">Entries in memory, "not found" ones included.</param>
/// <param name="QueuedWrites">Entries on their way to the store.</param>
/// <param name="Visits">Renders that visitors or callers wait for.</param>
/// <param name="Refreshes">Renders behind stale entries.</param>
internal readonly record struct CacheNumbers(long MemoryBytes, int MemoryEntries, int QueuedWrites, LaneNumbers Visits, LaneNumbers Refreshes);

/// <summary>One of the two lanes of renders.</summary>
/// <param name="Running">Renders that run.</param>
/// <param name="Queued">Renders that wait for a place.</param>
internal readonly record struct LaneNumbers(int Running, int Queued);
