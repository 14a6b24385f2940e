using System.Buffers.Binary;

namespace Perennial.Images.Headers;

/// <summary>ITU-T T.81 §B: markers, each with a length, until the one that begins the frame says its size.</summary>
internal static class JpegHeader
{
    private const int Exif = 0xE1;
    private const int StartOfScan = 0xDA;

    public static async ValueTask<ImageInfo> ReadAsync(HeaderReader header)
    {
        var orientation = 1;
        var at = 2L;
        for (var part = 0; part < HeaderReader.MaxParts; part++)
        {
            var start = await header.ReadAsync(at, 4);
            var (marker, length) = (start.Span[1], BinaryPrimitives.ReadUInt16BigEndian(start.Span[2..]));
            if (start.Span[0] is not 0xFF)
            {
                throw HeaderReader.Broken("a JPEG marker was expected");
            }

            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                // A fill byte, or a marker without a length.
                at += marker is 0xFF ? 1 : 2;
                continue;
            }

            if (marker is StartOfScan or 0xD9 || length < 2)
            {
                break;
            }

            if (IsStartOfFrame(marker))
            {
                var size = (await header.ReadAsync(at + 5, 4)).Span;
                return ImageInfo.Of(
                    ImageFormat.Jpeg,
                    BinaryPrimitives.ReadUInt16BigEndian(size[2..]),
                    BinaryPrimitives.ReadUInt16BigEndian(size),
                    orientation);
            }

            if (marker is Exif && length > 8 && IsExif(await header.ReadAsync(at + 4, 6)))
            {
                orientation = await ExifOrientation.ReadAsync(header, at + 10, length - 8);
            }

            at += 2 + length;
        }

        throw HeaderReader.Broken("it has no JPEG frame");
    }

    private static bool IsExif(ReadOnlyMemory<byte> name) => name.Span.SequenceEqual("Exif\0\0"u8);

    // C4, C8 and CC are tables and an extension.
    private static bool IsStartOfFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
