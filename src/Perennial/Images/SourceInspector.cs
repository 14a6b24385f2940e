using System.Text;

namespace Perennial.Images;

/// <summary>
/// What becomes of a source, told by its header. Vectors and animations are shown as they are, where the options say so: they
/// never reach a decoder of ours. One too large for the options is refused, and everything else goes to the codec.
/// </summary>
internal static class SourceInspector
{
    /// <summary>The most of a file in which its first tag must stand, comments and declarations included.</summary>
    private const int SvgHead = 1024;

    public static (ReadOnlyMemory<byte> Bytes, string MediaType, string Extension)? Judge(
        ImageInfo? info, ReadOnlyMemory<byte> source, ImageOptions options)
    {
        if (info is { Format: ImageFormat.Gif } or { Frames: > 1 })
        {
            return options.AllowAnimation
                ? (source, info.Format.MediaType(), info.Format.FileExtension())
                : throw new ImageRefusedException(ImageRefusal.Animated, "The picture may be an animation (Perennial:Images:AllowAnimation)");
        }

        if (info is not null)
        {
            RequireSize(info, options);
            return null;
        }

        return IsSvg(source.Span) && options.AllowSvg
            ? (source, "image/svg+xml", ".svg")
            : throw new ImageRefusedException(
                ImageRefusal.UnsupportedType, IsSvg(source.Span) ? "SVG is not allowed (Perennial:Images:AllowSvg)" : "It is of no type that is known");
    }

    private static void RequireSize(ImageInfo info, ImageOptions options)
    {
        if (info.Pixels > options.MaxPixels || Math.Max(info.Width, info.Height) > options.MaxSide)
        {
            throw new ImageRefusedException(
                ImageRefusal.TooManyPixels,
                $"It has {info.Width}×{info.Height} pixels; {options.MaxPixels} are allowed, and {options.MaxSide} for a side (Perennial:Images:MaxPixels, MaxSide)");
        }
    }

    // By its bytes, because a type is only what somebody says. UTF-8 alone: another encoding is no picture that a site has.
    private static bool IsSvg(ReadOnlySpan<byte> source)
    {
        var head = Encoding.UTF8.GetString(source[..Math.Min(source.Length, SvgHead)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return head.StartsWith("<svg", StringComparison.Ordinal)
            || ((head.StartsWith("<?xml", StringComparison.Ordinal) || head.StartsWith("<!--", StringComparison.Ordinal))
                && head.Contains("<svg", StringComparison.Ordinal) && !head.Contains("<html", StringComparison.OrdinalIgnoreCase));
    }
}
