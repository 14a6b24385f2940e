using Perennial.Caching;
using Perennial.Telemetry;

namespace Perennial.Images;

/// <summary>What a request for a picture comes to: the picture, or why there is none.</summary>
/// <param name="Slot">The entry.</param>
/// <param name="Image">Its prepared form.</param>
/// <param name="Result">What came of it, for <see cref="Telemetry.ImageSignals"/>.</param>
/// <param name="CacheStatus">What Cache-Status says; null for a hit, whose text comes from the age.</param>
/// <param name="Cell">Its place in memory; null when it is not kept there.</param>
/// <param name="Problem">Why there is none.</param>
internal readonly record struct ImageLanding(
    CacheSlot Slot, ImageEntry? Image, string Result, string? CacheStatus, CacheCell? Cell, ImageProblem? Problem = null)
{
    public static ImageLanding Of(CacheSlot slot, ImageEntry image, string result, string? cacheStatus, CacheCell? cell) =>
        new(slot, image.Problem is null ? image : null, result, cacheStatus, cell, image.Problem);

    public static ImageLanding Refused(ImageProblem problem) => new(null!, null, CacheResult.Failed, null, null, problem);
}
