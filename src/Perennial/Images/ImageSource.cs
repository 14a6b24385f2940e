using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>What a picture is made of.</summary>
/// <param name="Response">The source as it was answered.</param>
/// <param name="Kept">The entry that answered: the picture can be no newer than it. Null for a file, and for another site.</param>
internal sealed record ImageSource(Fetched Response, CacheSlot? Kept = null);
