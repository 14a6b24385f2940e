namespace Perennial.Caching;

/// <summary>Whether memory is short by the garbage collector's own measure, which knows the limits of a container.</summary>
internal static class MemoryPressure
{
    /// <summary>As the last collection saw it: a few hundred nanoseconds, and never a collection of its own.</summary>
    /// <returns>The number of the collection that found it short; null where the last one did not.</returns>
    public static long? SeenBy()
    {
        var memory = GC.GetGCMemoryInfo();
        return memory.HighMemoryLoadThresholdBytes > 0 && memory.MemoryLoadBytes >= memory.HighMemoryLoadThresholdBytes ? memory.Index : null;
    }
}
