using Perennial.Images.Headers;

namespace Perennial.Images;

/// <summary>What a picture says of itself, read from its header: nothing is decoded.</summary>
/// <param name="Format">The format of the bytes, whatever name or media type they came with.</param>
/// <param name="Width">In pixels, as the picture is shown: one whose metadata turns it is measured upright.</param>
/// <param name="Height">In pixels, as the picture is shown.</param>
/// <param name="Frames">1 for a still. Those of a GIF are not counted; of a long animation, the first thousands.</param>
public sealed record ImageInfo(ImageFormat Format, int Width, int Height, int Frames = 1)
{
    /// <summary>All pixels of all frames.</summary>
    public long Pixels => Math.BigMul(Width, Height) * Frames;

    /// <summary>
    /// Reads the header: a few kilobytes, wherever in the file they stand. Null when the format is not one of
    /// <see cref="ImageFormat"/>.
    /// </summary>
    /// <param name="source">A seekable stream that is the whole picture. Where it stands afterwards is not told.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ImageRefusedException"><see cref="ImageRefusal.Broken"/>: the header is cut off or contradicts itself.</exception>
    public static async ValueTask<ImageInfo?> ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var header = new HeaderReader(source, cancellationToken);
        return await MagicBytes.ReadAsync(header) switch
        {
            ImageFormat.Jpeg => await JpegHeader.ReadAsync(header),
            ImageFormat.Png => await PngHeader.ReadAsync(header),
            ImageFormat.WebP => await WebPHeader.ReadAsync(header),
            ImageFormat.Avif => await AvifHeader.ReadAsync(header),
            ImageFormat.Gif => await GifHeader.ReadAsync(header),
            _ => null,
        };
    }

    internal static ImageInfo Of(ImageFormat format, uint width, uint height, int orientation = 1, int frames = 1)
    {
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw new ImageRefusedException(ImageRefusal.Broken, $"The picture's header says {width}×{height} pixels.");
        }

        // EXIF 2.32 §4.6.4: 5 to 8 are shown lying on their side.
        return orientation is >= 5 and <= 8
            ? new(format, (int)height, (int)width, frames)
            : new(format, (int)width, (int)height, frames);
    }
}
