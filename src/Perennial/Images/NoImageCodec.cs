namespace Perennial.Images;

internal sealed class NoImageCodec : IImageCodec
{
    public Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken) =>
        Task.FromException<ImageResult>(new ImageRefusedException(
            ImageRefusal.Unavailable,
            "PER4000 There is no image codec. Add the package Perennial.Imaging and call AddImaging() after AddPerennial."));
}
