namespace Perennial.Images;

/// <summary>What a loader makes a URL of.</summary>
/// <param name="Src">The picture, as <c>&lt;Image&gt;</c> was given it.</param>
/// <param name="Width">The width that is wanted, in pixels.</param>
/// <param name="Quality">1 to 100.</param>
public sealed record ImageLoad(string Src, int Width, int Quality);
