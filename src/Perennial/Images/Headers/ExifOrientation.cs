using System.Buffers.Binary;

namespace Perennial.Images.Headers;

internal static class ExifOrientation
{
    private const int OrientationTag = 0x0112;
    private const int EntryLength = 12;

    /// <summary>1 to 8; 1 (upright) as well when the metadata cannot be read: a picture is shown without it, too.</summary>
    public static async ValueTask<int> ReadAsync(HeaderReader header, long at, long length)
    {
        if (length < 14 || at + length > header.Length)
        {
            return 1;
        }

        var isLittle = (await header.ReadAsync(at, 2)).Span.SequenceEqual("II"u8);
        var directory = await UInt32Async(header, at + 4, isLittle);
        if (directory + 2L > length)
        {
            return 1;
        }

        var entries = await UInt16Async(header, at + directory, isLittle);
        for (var i = 0; i < entries && directory + 2 + ((i + 1L) * EntryLength) <= length; i++)
        {
            var entry = at + directory + 2 + (i * EntryLength);
            if (await UInt16Async(header, entry, isLittle) is OrientationTag)
            {
                var orientation = await UInt16Async(header, entry + 8, isLittle);
                return orientation is >= 1 and <= 8 ? orientation : 1;
            }
        }

        return 1;
    }

    private static async ValueTask<int> UInt16Async(HeaderReader header, long at, bool isLittle)
    {
        var bytes = await header.ReadAsync(at, 2);
        return isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span) : BinaryPrimitives.ReadUInt16BigEndian(bytes.Span);
    }

    private static async ValueTask<uint> UInt32Async(HeaderReader header, long at, bool isLittle)
    {
        var bytes = await header.ReadAsync(at, 4);
        return isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span) : BinaryPrimitives.ReadUInt32BigEndian(bytes.Span);
    }
}
