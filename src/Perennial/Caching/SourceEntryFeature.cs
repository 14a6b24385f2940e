using Perennial.Caching.Memory;

namespace Perennial.Caching;

/// <summary>
/// Laid on a request by who makes something to keep of its answer: what is made can be no newer than the entry that the
/// answer came from. Empty when it came from none.
/// </summary>
internal sealed class SourceEntryFeature
{
    public CacheSlot? Slot { get; set; }
}
