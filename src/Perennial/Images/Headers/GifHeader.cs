using System.Buffers.Binary;

namespace Perennial.Images.Headers;

/// <summary>The logical screen of a GIF. Its frames cannot be counted without walking through all of their data.</summary>
internal static class GifHeader
{
    public static async ValueTask<ImageInfo> ReadAsync(HeaderReader header)
    {
        var size = (await header.ReadAsync(6, 4)).Span;
        return ImageInfo.Of(
            ImageFormat.Gif, BinaryPrimitives.ReadUInt16LittleEndian(size), BinaryPrimitives.ReadUInt16LittleEndian(size[2..]));
    }
}
