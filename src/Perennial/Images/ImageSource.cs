using Perennial.Caching.Memory;
using Perennial.Http;

namespace Perennial.Images;

internal sealed record ImageSource(FetchedResponse Response, CacheSlot? Kept = null);
