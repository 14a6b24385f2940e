using System.Globalization;

namespace Perennial.Bench;

/// <summary>What the driver asks a candidate about itself, at <c>/_bench</c>.</summary>
internal sealed class Counters
{
    private long _renders;

    public void Rendered() => Interlocked.Increment(ref _renders);

    /// <summary>Bytes that are alive, after a full collection.</summary>
    public static string LiveBytes() => GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture);

    public string ToJson() =>
        $$"""{"renders":{{Interlocked.Read(ref _renders)}},"allocated":{{GC.GetTotalAllocatedBytes()}},"collections":{{GC.CollectionCount(0)}}}""";
}
