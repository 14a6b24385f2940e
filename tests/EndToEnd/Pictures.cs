using System.Buffers.Binary;

namespace Perennial.EndToEnd;

/// <summary>Pictures that are told by their header alone; nobody decodes them.</summary>
internal static class Pictures
{
    /// <summary>Signature, IHDR, and an empty IEND: PNG (third edition) §5.2, §11.2.1.</summary>
    public static byte[] Png(int width, int height)
    {
        byte[] png =
        [
            0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, .. "IDAT"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82,
        ];
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }
}
