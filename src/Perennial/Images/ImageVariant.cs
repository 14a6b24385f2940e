namespace Perennial.Images;

/// <summary>What a picture is to become.</summary>
/// <param name="Width">
/// In pixels, at least 1, of the upright picture. A narrower original keeps its size; the height follows. WebP and AVIF hold
/// sides of up to 16 383 pixels, JPEG of up to 65 500: a longer picture becomes narrower than it was asked for.
/// </param>
/// <param name="Format">Any but <see cref="ImageFormat.Gif"/>.</param>
/// <param name="Quality">From 1 to 100. PNG is lossless and does without.</param>
public sealed record ImageVariant(int Width, ImageFormat Format, int Quality);
