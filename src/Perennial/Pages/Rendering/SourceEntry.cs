using Perennial.Caching.Memory;

namespace Perennial.Pages.Rendering;

/// <summary>
/// Of a request by who makes something to keep of its answer: what is made can be no newer than the entry that the answer
/// came from. Empty when it came from none.
/// </summary>
internal sealed class SourceEntry
{
    public CacheSlot? Slot { get; set; }
}
