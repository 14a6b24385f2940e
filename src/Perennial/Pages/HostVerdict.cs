using Perennial.Http;

namespace Perennial.Pages;

/// <summary>What the app's policy said of a host.</summary>
/// <param name="Site">Its site, in the shape in which requests carry it; null when it is none of ours.</param>
/// <param name="At">The timestamp at which it was asked.</param>
internal sealed record HostVerdict(SiteFeature? Site, long At);
