using System.Globalization;
using Perennial.Imaging.Protocol;
using Perennial.Imaging.Vips;

namespace Perennial.Imaging;

internal static class Encoder
{
    /// <summary>What ends a JPEG (ITU-T T.81 §B.2.1).</summary>
    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    public static uint Room => (uint)EndOfImage.Length;

    public static unsafe (Blob Made, uint Width, uint Height) Encode(JobFrame job, byte* source)
    {
        var file = new Span<byte>(source, checked((int)(job.SourceLength + Room)));
        try
        {
            return Encode(job, source, job.SourceLength, "error");
        }
        catch (VipsException failed) when (job.From is PictureFormat.Jpeg && !failed.IsMemory && !file[..^EndOfImage.Length].EndsWith(EndOfImage))
        {
            // One that lacks its end marker alone is shown by every browser, and many a camera and upload made one. With the
            // marker put there a file that was cut off would be whole to a decoder that is content with errors, and grey
            // below: so now a warning ends it, and so does one that came with the last lines, which nobody asks for.
            EndOfImage.CopyTo(file[^EndOfImage.Length..]);
            var made = Encode(job, source, (nuint)file.Length, "warning");
            if (VipsException.Said())
            {
                made.Made.Dispose();
                throw;
            }

            return made;
        }
    }

    /// <summary>
    /// Read, made smaller, turned upright, brought to sRGB and written in one pass: of a JPEG and a WebP no more is decoded
    /// than the size needs, and of most pictures some lines at a time are held.
    /// </summary>
    private static unsafe (Blob Made, uint Width, uint Height) Encode(JobFrame job, byte* source, nuint length, string failOn)
    {
        using var bytes = Blob.Of(source, length);
        using var header = Loader(job.From, bytes).ToPicture();
        RequireSize(job, header);
        var (width, height) = Size(job, header);
        using var decoded = Load(job, bytes, header.UprightWidth / (double)width, width, failOn);
        using var thumbnail = new Operation("thumbnail_image")
            .Set("in", decoded)
            .Set("width", Number(width))
            .Set("height", Number(height))
            // Both sides are exact already; a decoder that shrinks has rounded them.
            .Set("size", "force");
        if (decoded.HasProfile)
        {
            // Never without one: libvips would take sRGB to Lab and back, which costs more than all the rest.
            // This is its old name, which newer versions know as well.
            thumbnail.Set("export-profile", "srgb");
        }

        using var small = thumbnail.ToPicture();
        using var converted = small.IsSrgbOrGrey ? null : new Operation("colourspace").Set("in", small).Set("space", "srgb").ToPicture();
        using var bare = (converted ?? small).Bare();
        return (Save(job, bare), width, height);
    }

    private static (uint Width, uint Height) Size(JobFrame job, Picture header)
    {
        var (wide, high) = ((double)header.UprightWidth, (double)header.UprightHeight);
        var scale = Math.Min(Math.Min(1, job.Width / wide), LongestSide(job.To) / Math.Max(wide, high));
        return (Side(wide * scale), Side(high * scale));
    }

    private static uint Side(double length) => (uint)Math.Max(1, Math.Round(length));

    private static double LongestSide(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => 65_500,
        // RFC 9649: 14 bits; libvips stops at about the same for AVIF.
        PictureFormat.WebP or PictureFormat.Avif => 16_383,
        _ => int.MaxValue,
    };

    /// <summary>
    /// The decoder, told to be strict and to leave out what the size does not need. libvips' own operation for all of this,
    /// thumbnail_buffer, takes 30 ms of CPU more for 24 megapixels and forgets <c>fail-on</c> (its issue 5195).
    /// </summary>
    private static Picture Load(JobFrame job, Blob bytes, double shrink, uint width, string failOn)
    {
        var loader = Loader(job.From, bytes).Set("access", "sequential").Set("fail-on", failOn);
        var strict = (job.From, shrink) switch
        {
            (PictureFormat.Jpeg, >= 2) => loader.Set("shrink", shrink >= 8 ? "8" : shrink >= 4 ? "4" : "2"),
            // One pixel more than is needed, since the decoder rounds as it likes.
            (PictureFormat.WebP, >= 2) => loader.Set("scale", ((width + 1) / (shrink * width)).ToString("R", CultureInfo.InvariantCulture)),
            _ => loader,
        };
        return strict.ToPicture();
    }

    private static Operation Loader(PictureFormat format, Blob bytes) => new Operation(format switch
    {
        PictureFormat.Jpeg => "jpegload_buffer",
        PictureFormat.Png => "pngload_buffer",
        PictureFormat.WebP => "webpload_buffer",
        _ => "heifload_buffer",
    }).Set("buffer", bytes);

    /// <summary>
    /// The server has read the header already, by a reader of its own. If the decoder's reader sees another picture in the
    /// same bytes, its numbers are the ones that memory is taken for.
    /// </summary>
    private static void RequireSize(JobFrame job, Picture header)
    {
        if ((ulong)Math.BigMul(header.Width, header.Height) > job.MaxPixels || Math.Max(header.Width, header.Height) > job.MaxSide)
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
        // A writer may add EXIF of its own. `keep`, the newer word, is not known to the libvips of Debian 12.
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
