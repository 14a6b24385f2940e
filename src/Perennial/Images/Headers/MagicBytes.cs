namespace Perennial.Images.Headers;

/// <summary>The allow-list. A name or a media type is what somebody says; these bytes are what a decoder would go by.</summary>
internal static class MagicBytes
{
    private const int Longest = 12;

    public static async ValueTask<ImageFormat?> ReadAsync(HeaderReader header) =>
        header.Length < Longest ? null : Of((await header.ReadAsync(0, Longest)).Span);

    private static ImageFormat? Of(ReadOnlySpan<byte> first)
    {
        if (first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return ImageFormat.Jpeg;
        }

        if (first.StartsWith(PngHeader.Signature))
        {
            return ImageFormat.Png;
        }

        if (first.StartsWith("RIFF"u8) && first[8..].StartsWith("WEBP"u8))
        {
            return ImageFormat.WebP;
        }

        if (first.StartsWith("GIF87a"u8) || first.StartsWith("GIF89a"u8))
        {
            return ImageFormat.Gif;
        }

        // ISO/IEC 23008-12: the brand stands behind the box' length and name. A HEIC file's brand is another one.
        return first[4..].StartsWith("ftypavif"u8) || first[4..].StartsWith("ftypavis"u8) ? ImageFormat.Avif : null;
    }
}
