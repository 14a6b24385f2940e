using Perennial.Caching.Memory;
using Perennial.Telemetry;

namespace Perennial.Images;

internal readonly record struct ImageCacheResult(
    CacheSlot Slot, ImageEntry? Image, string Result, string? CacheStatus, CacheCell? Cell, ImageProblem? Problem = null)
{
    public static ImageCacheResult Of(CacheSlot slot, ImageEntry image, string result, string? cacheStatus, CacheCell? cell) =>
        new(slot, image.Problem is null ? image : null, result, cacheStatus, cell, image.Problem);

    public static ImageCacheResult Refused(ImageProblem problem) => new(null!, null, CacheResult.Failed, null, null, problem);
}

internal sealed record CachedImage(CacheCell Cell, ImageRequest Wanted) : IIndexed;
