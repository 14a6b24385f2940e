using Perennial.Images;
using Perennial.Imaging.Protocol;
using Perennial.Imaging.Workers;

namespace Perennial.Imaging;

internal sealed class WorkerCodec(WorkerPool pool, ImageOptions limits, ImagingOptions options) : IImageCodec
{
    public async Task<ImageResult> EncodeAsync(Stream source, ImageVariant variant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentOutOfRangeException.ThrowIfLessThan(variant.Width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(variant.Quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(variant.Quality, 100);
        var (to, effort) = Target(variant.Format);
        cancellationToken.ThrowIfCancellationRequested();
        if (source.Length > limits.MaxSourceBytes)
        {
            throw new ImageRefusedException(
                ImageRefusal.TooManyBytes, $"The picture has {source.Length} bytes; {limits.MaxSourceBytes} are allowed.");
        }

        var from = Decodable(await ImageInfo.ReadAsync(source, cancellationToken));
        return await pool.RunAsync(
            new(
                0,
                (uint)source.Length,
                (ulong)limits.MaxPixels,
                (uint)limits.MaxSide,
                (uint)Math.Min(variant.Width, MaxWidth),
                // The kernel's clock counts whole seconds, and the server's own clock is the one that is meant to strike.
                (uint)Math.Ceiling(options.TimeLimit.TotalSeconds) + 1,
                from,
                to,
                (byte)variant.Quality,
                (byte)effort),
            variant.Format,
            source,
            cancellationToken);
    }

    /// <summary>The largest side that libvips knows.</summary>
    private const int MaxWidth = 10_000_000;

    private (PictureFormat Format, int Effort) Target(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => (PictureFormat.Jpeg, 0),
        ImageFormat.Png => (PictureFormat.Png, options.PngEffort),
        ImageFormat.WebP => (PictureFormat.WebP, options.WebPEffort),
        ImageFormat.Avif => (PictureFormat.Avif, options.AvifEffort),
        _ => throw new ArgumentException($"{format} is not written. Ask for WebP, AVIF, JPEG or PNG.", nameof(format)),
    };

    private PictureFormat Decodable(ImageInfo? info)
    {
        var format = info?.Format switch
        {
            ImageFormat.Jpeg => PictureFormat.Jpeg,
            ImageFormat.Png => PictureFormat.Png,
            ImageFormat.WebP => PictureFormat.WebP,
            ImageFormat.Avif when options.DecodeAvif => PictureFormat.Avif,
            var other => throw new ImageRefusedException(
                ImageRefusal.UnsupportedType,
                other is null ? "The bytes are no picture of a known format." : $"{other} is not decoded."),
        };
        if (info.Pixels > limits.MaxPixels)
        {
            throw new ImageRefusedException(
                ImageRefusal.TooManyPixels,
                $"The picture has {info.Width}×{info.Height} pixels{(info.Frames > 1 ? $" in {info.Frames} frames" : "")}; {limits.MaxPixels} are allowed.");
        }

        if (Math.Max(info.Width, info.Height) > limits.MaxSide)
        {
            throw new ImageRefusedException(
                ImageRefusal.TooManyPixels, $"The picture has {info.Width}×{info.Height} pixels; a side may have {limits.MaxSide}.");
        }

        return info.Frames is 1
            ? format
            : throw new ImageRefusedException(ImageRefusal.Animated, $"The picture is an animation of {info.Frames} frames; stills are made of stills.");
    }
}
