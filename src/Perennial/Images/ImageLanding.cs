using Perennial.Caching;

namespace Perennial.Images;

/// <summary>What a request for a picture comes to: the picture, or why there is none.</summary>
internal sealed record ImageLanding(CacheSlot Slot, ImageEntry? Image, string? CacheStatus, ImageProblem? Problem)
{
    public static ImageLanding Refused(ImageProblem problem) => new(null!, null, null, problem);
}
