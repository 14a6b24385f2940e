using Perennial.Caching.Memory;
using Perennial.Caching.Reads;

namespace Perennial.Images;

/// <param name="Read">How it was found or made.</param>
/// <param name="Image">The picture; null where there is a problem.</param>
/// <param name="Problem">Why there is none.</param>
internal readonly record struct ImageCacheResult(ReadResult Read, ImageEntry? Image, ImageProblem? Problem)
{
    /// <summary>Refused before anything was looked up.</summary>
    public static ImageCacheResult Refused(ImageProblem problem) => new(new(ReadStatus.Failed), null, problem);
}

internal sealed record CachedImage(CacheCell Cell, ImageRead Read) : IIndexed;
