using Perennial.Caching.Memory;

namespace Perennial.Pages.Rendering;

/// <summary>
/// Stands on a request that the app sends to itself to make something of the answer and keep it: a picture of its own, which
/// the optimiser fetches. The page that answers notes its entry here, since what is made of it can be no newer. Empty when the
/// answer came from no entry.
/// </summary>
internal sealed class SourceEntry
{
    public CacheSlot? Slot { get; set; }
}
