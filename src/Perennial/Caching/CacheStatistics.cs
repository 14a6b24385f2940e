namespace Perennial.Caching;

internal readonly record struct CacheStatistics(long MemoryBytes, int MemoryEntries, int QueuedWrites, LaneStatistics Visits, LaneStatistics Refreshes);

internal readonly record struct LaneStatistics(int Running, int Queued);
