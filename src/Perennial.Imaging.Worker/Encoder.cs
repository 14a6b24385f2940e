using System.Globalization;
using Perennial.Imaging.Protocol;
using Perennial.Imaging.Vips;

namespace Perennial.Imaging;

/// <summary>One picture, from bytes to bytes.</summary>
internal sealed class Encoder
{
    /// <summary>libvips' own limit of a side: the width alone decides.</summary>
    private const string AnyHeight = "10000000";

    private readonly Warnings _warnings = new();

    /// <summary>
    /// Read, turned upright, made smaller, brought to sRGB and written in one pass: of a JPEG and a WebP libvips decodes only
    /// as much as the size needs, and of most pictures it holds only some lines at a time.
    /// </summary>
    public unsafe (Blob Made, uint Width, uint Height) Encode(JobFrame job, byte* source)
    {
        _warnings.Reset();
        using var bytes = Blob.Of(source, job.SourceLength);
        RequireSize(job, bytes);
        using var small = new Operation("thumbnail_buffer")
            .Set("buffer", bytes)
            .Set("width", Number(job.Width))
            .Set("height", AnyHeight)
            .Set("size", "down")
            .Set("output-profile", "srgb")
            // As strict as it gets without minding what every other camera does wrong. The operation's own `fail-on` is not
            // handed on when the source is a buffer (libvips issue 5195).
            .Set("option-string", "[fail-on=error]")
            .ToPicture();
        using var plain = small.IsSrgbOrGrey ? small.Share() : new Operation("colourspace").Set("in", small).Set("space", "srgb").ToPicture();
        var made = Save(job, plain);
        if (_warnings.IsIncomplete)
        {
            made.Dispose();
            throw VipsException.Take();
        }

        return (made, (uint)plain.Width, (uint)plain.Height);
    }

    /// <summary>
    /// The server has read the header already, by a reader of its own. If the decoder's reader sees another picture in the
    /// same bytes, its numbers are the ones that memory is taken for.
    /// </summary>
    private static void RequireSize(JobFrame job, Blob bytes)
    {
        using var header = new Operation(job.From switch
        {
            PictureFormat.Jpeg => "jpegload_buffer",
            PictureFormat.Png => "pngload_buffer",
            PictureFormat.WebP => "webpload_buffer",
            _ => "heifload_buffer",
        }).Set("buffer", bytes).ToPicture();
        if ((ulong)Math.BigMul(header.Width, header.Height) > job.MaxPixels)
        {
            throw new TooManyPixelsException($"the decoder sees {header.Width}×{header.Height} pixels");
        }
    }

    private static Blob Save(JobFrame job, Picture picture)
    {
        using var save = new Operation(job.To switch
        {
            PictureFormat.Jpeg => "jpegsave_buffer",
            PictureFormat.Png => "pngsave_buffer",
            PictureFormat.WebP => "webpsave_buffer",
            _ => "heifsave_buffer",
        });
        save.Set("in", picture);
        // The newer word for it is not known to the libvips of Debian 12; this one is known to both.
        save.Set("strip", "true");
        switch (job.To)
        {
            case PictureFormat.Jpeg:
                // What shines through a picture without transparency is paper.
                save.Set("Q", Number(job.Quality)).Set("optimize-coding", "true").Set("background", "255");
                break;
            case PictureFormat.Png:
                save.Set("compression", Number(job.Effort));
                break;
            case PictureFormat.WebP:
                save.Set("Q", Number(job.Quality)).Set("effort", Number(job.Effort));
                break;
            default:
                save.Set("compression", "av1").Set("Q", Number(job.Quality)).Set("effort", Number(job.Effort)).Set("bitdepth", "8");
                break;
        }

        return save.ToBlob();
    }

    private static string Number(uint value) => value.ToString(CultureInfo.InvariantCulture);
}
