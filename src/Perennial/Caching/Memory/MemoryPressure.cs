namespace Perennial.Caching.Memory;

internal static class MemoryPressure
{
    /// <summary>As the last collection saw it: a few hundred nanoseconds, and never a collection of its own.</summary>
    public static long? LastCollectionUnderPressure()
    {
        var memory = GC.GetGCMemoryInfo();
        return memory.HighMemoryLoadThresholdBytes > 0 && memory.MemoryLoadBytes >= memory.HighMemoryLoadThresholdBytes ? memory.Index : null;
    }
}
