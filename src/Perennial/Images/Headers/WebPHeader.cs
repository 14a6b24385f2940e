using System.Buffers.Binary;

namespace Perennial.Images.Headers;

/// <summary>RFC 9649: a RIFF file whose first chunk says which of three headers it has.</summary>
internal static class WebPHeader
{
    private const int FirstChunk = 12;
    private const int HasAnimation = 0x02;

    public static async ValueTask<ImageInfo> ReadAsync(HeaderReader header)
    {
        // A lossless picture of one pixel has no more than these.
        var first = (await header.ReadAsync(FirstChunk, 13)).ToArray();
        return first switch
        {
            [(byte)'V', (byte)'P', (byte)'8', (byte)'L', ..] => Lossless(first),
            [(byte)'V', (byte)'P', (byte)'8', (byte)' ', ..] => Lossy((await header.ReadAsync(FirstChunk, 18)).Span),
            [(byte)'V', (byte)'P', (byte)'8', (byte)'X', ..] => await ExtendedAsync(header, (await header.ReadAsync(FirstChunk, 18)).ToArray()),
            _ => throw HeaderReader.Broken("its first WebP chunk is unknown"),
        };
    }

    // RFC 6386 §9.1: three bytes of tag, three of start code, 14 bits of each side; the rest is a scale for displays.
    private static ImageInfo Lossy(ReadOnlySpan<byte> chunk) =>
        chunk[11..14].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? ImageInfo.Of(
                ImageFormat.WebP,
                BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFFu,
                BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFFu)
            : throw HeaderReader.Broken("its WebP frame has no start code");

    private static ImageInfo Lossless(ReadOnlySpan<byte> chunk)
    {
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]);
        return chunk[8] is 0x2F
            ? ImageInfo.Of(ImageFormat.WebP, (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
            : throw HeaderReader.Broken("its WebP frame has no signature");
    }

    private static async ValueTask<ImageInfo> ExtendedAsync(HeaderReader header, byte[] first)
    {
        var (frames, orientation) = (0, 1);
        var at = (long)FirstChunk;
        for (var part = 0; part < HeaderReader.MaxParts && at + 8 <= header.Length; part++)
        {
            var chunk = await header.ReadAsync(at, 8);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk.Span[4..]);
            if (chunk.Span.StartsWith("ANMF"u8))
            {
                frames++;
            }
            else if (chunk.Span.StartsWith("EXIF"u8))
            {
                orientation = await ExifOrientation.ReadAsync(header, at + 8, length);
            }

            at += 8L + length + (length & 1);
        }

        var isAnimation = (first[8] & HasAnimation) is not 0;
        return ImageInfo.Of(
            ImageFormat.WebP, UInt24(first.AsSpan(12)) + 1, UInt24(first.AsSpan(15)) + 1, orientation, isAnimation ? Math.Max(2, frames) : 1);
    }

    private static uint UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16);
}
