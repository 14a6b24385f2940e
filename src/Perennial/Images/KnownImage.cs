using Perennial.Caching;

namespace Perennial.Images;

/// <summary>A picture in memory, and what leads to it.</summary>
internal sealed record KnownImage(CacheCell Cell, ImageRequest Wanted) : IIndexed;
