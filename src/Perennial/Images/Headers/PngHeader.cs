using System.Buffers.Binary;

namespace Perennial.Images.Headers;

/// <summary>PNG (third edition) §5: chunks of length, name, data and checksum. Before the pixels: size, frames, EXIF.</summary>
internal static class PngHeader
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static async ValueTask<ImageInfo> ReadAsync(HeaderReader header)
    {
        var first = await header.ReadAsync(8, 16);
        if (!first.Span[4..8].SequenceEqual("IHDR"u8))
        {
            throw HeaderReader.Broken("a PNG begins with its header");
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(first.Span[8..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(first.Span[12..]);
        var (orientation, frames) = (1, 1);
        var at = 8L;
        for (var part = 0; part < HeaderReader.MaxParts; part++)
        {
            var chunk = await header.ReadAsync(at, 8);
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk.Span);
            switch (Name(chunk))
            {
                case Chunk.Data:
                    return ImageInfo.Of(ImageFormat.Png, width, height, orientation, frames);
                case Chunk.Animation when length >= 4:
                    frames = (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian((await header.ReadAsync(at + 8, 4)).Span), 1, 1 << 24);
                    break;
                case Chunk.Exif:
                    orientation = await ExifOrientation.ReadAsync(header, at + 8, length);
                    break;
            }

            at += 12L + length;
        }

        throw HeaderReader.Broken("it has no PNG data");
    }

    private static Chunk Name(ReadOnlyMemory<byte> chunk) => chunk.Span[4..8] switch
    {
        var name when name.SequenceEqual("IDAT"u8) => Chunk.Data,
        var name when name.SequenceEqual("acTL"u8) => Chunk.Animation,
        var name when name.SequenceEqual("eXIf"u8) => Chunk.Exif,
        _ => Chunk.Other,
    };

    private enum Chunk
    {
        Other,
        Data,
        Animation,
        Exif,
    }
}
