using Perennial.Caching.Memory;
using Perennial.Telemetry;

namespace Perennial.Images;

internal readonly record struct ImageCacheResult(
    CacheSlot Slot, ImageEntry? Image, string Result, string? CacheStatus, CacheCell? Cell, ImageProblem? Problem = null)
{
    public static ImageCacheResult Refused(ImageProblem problem, string result = CacheResult.Failed) => new(null!, null, result, null, null, problem);
}

internal sealed record CachedImage(CacheCell Cell, ImageRead Read) : IIndexed;
