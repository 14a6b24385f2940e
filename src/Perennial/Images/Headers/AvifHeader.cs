using System.Buffers.Binary;

namespace Perennial.Images.Headers;

/// <summary>
/// ISO/IEC 23008-12: the sizes (<c>ispe</c>) stand in the box of properties, meta → iprp → ipco. Which of them belongs to
/// the picture itself is said elsewhere; the largest is taken, which for a limit is the safe one.
/// </summary>
internal static class AvifHeader
{
    public static async ValueTask<ImageInfo> ReadAsync(HeaderReader header)
    {
        var isSequence = (await header.ReadAsync(8, 4)).Span.SequenceEqual("avis"u8);
        var meta = await FindAsync(header, new(0, header.Length), "meta");
        var iprp = await FindAsync(header, meta with { Start = meta.Start + 4 }, "iprp");
        var properties = await FindAsync(header, iprp, "ipco");
        uint width = 0, height = 0;
        var isTurned = false;
        await foreach (var box in BoxesAsync(header, properties))
        {
            if (box.Name is "ispe")
            {
                var size = await header.ReadAsync(box.Start + 4, 8);
                width = Math.Max(width, BinaryPrimitives.ReadUInt32BigEndian(size.Span));
                height = Math.Max(height, BinaryPrimitives.ReadUInt32BigEndian(size.Span[4..]));
            }
            else if (box.Name is "irot")
            {
                isTurned = ((await header.ReadAsync(box.Start, 1)).Span[0] & 1) is 1;
            }
        }

        return ImageInfo.Of(ImageFormat.Avif, width, height, isTurned ? 6 : 1, isSequence ? 2 : 1);
    }

    private static async ValueTask<Box> FindAsync(HeaderReader header, Box inside, string name)
    {
        await foreach (var box in BoxesAsync(header, inside))
        {
            if (box.Name == name)
            {
                return box;
            }
        }

        throw HeaderReader.Broken($"it has no AVIF box '{name}'");
    }

    private static async IAsyncEnumerable<Box> BoxesAsync(HeaderReader header, Box inside)
    {
        var at = inside.Start;
        for (var part = 0; part < HeaderReader.MaxParts && at + 8 <= inside.End; part++)
        {
            var start = await header.ReadAsync(at, 8);
            // A size of 0 is "to the end", of 1 "see the next 8 bytes": neither is ever the header's.
            var size = BinaryPrimitives.ReadUInt32BigEndian(start.Span);
            var end = size is 0 or 1 ? inside.End : at + size;
            if (end > inside.End || size is > 1 and < 8)
            {
                throw HeaderReader.Broken("its AVIF boxes do not fit into each other");
            }

            yield return new(at + 8, end, System.Text.Encoding.ASCII.GetString(start.Span[4..]));
            at = end;
        }
    }

    private readonly record struct Box(long Start, long End, string Name = "");
}
