using System.Buffers.Binary;
using System.Text;

namespace Perennial.Tests.Images;

/// <summary>Headers of pictures, byte by byte: what stands behind them is nobody's business here.</summary>
internal static class HeaderBytes
{
    public static byte[] Jpeg(int width, int height, params byte[][] segments) =>
    [
        0xFF, 0xD8,
        .. Segment(0xE0, "JFIF\0"u8.ToArray()),
        .. segments.SelectMany(static each => each),
        .. Segment(0xC4, [0, 1, 2]),
        0xFF, 0xFF, .. Segment(0xC2, [8, .. Big16(height), .. Big16(width), 3]),
        .. Segment(0xDA, []),
    ];

    public static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, .. Big16(content.Length + 2), .. content];

    public static byte[] Exif(int orientation, bool isLittle) =>
    [
        .. isLittle ? "II*\0"u8 : "MM\0*"u8,
        .. Number(8, 4, isLittle),
        .. Number(2, 2, isLittle),
        .. Number(0x0100, 2, isLittle), .. Number(3, 2, isLittle), .. Number(1, 4, isLittle), .. Number(7, 2, isLittle), 0, 0,
        .. Number(0x0112, 2, isLittle), .. Number(3, 2, isLittle), .. Number(1, 4, isLittle), .. Number(orientation, 2, isLittle), 0, 0,
        0, 0, 0, 0,
    ];

    public static byte[] Png(uint width, uint height, params byte[][] chunks) =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, 0x0A,
        .. Chunk("IHDR", [.. Big32(width), .. Big32(height), 8, 2, 0, 0, 0]),
        .. chunks.SelectMany(static each => each),
        .. Chunk("IDAT", new byte[20]),
    ];

    public static byte[] Chunk(string name, byte[] content) =>
        [.. Big32((uint)content.Length), .. Encoding.ASCII.GetBytes(name), .. content, 0, 0, 0, 0];

    public static byte[] LossyWebP(int width, int height) =>
        Riff("VP8 ", [1, 2, 3, 0x9D, 0x01, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0]);

    public static byte[] LosslessWebP(int width, int height)
    {
        var bits = (uint)(width - 1) | ((uint)(height - 1) << 14);
        return Riff("VP8L", [0x2F, (byte)bits, (byte)(bits >> 8), (byte)(bits >> 16), (byte)(bits >> 24)]);
    }

    public static byte[] ExtendedWebP(int width, int height, byte flags, params (string Name, byte[] Content)[] chunks) => Riff(
        "VP8X",
        [
            flags, 0, 0, 0,
            (byte)(width - 1), (byte)((width - 1) >> 8), (byte)((width - 1) >> 16),
            (byte)(height - 1), (byte)((height - 1) >> 8), (byte)((height - 1) >> 16),
        ],
        chunks);

    public static byte[] Gif(int width, int height) =>
        [.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 0, 0];

    public static byte[] Avif(uint width, uint height, string brand = "avif", byte turns = 0) =>
    [
        .. Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0]),
        .. Box("meta",
        [
            0, 0, 0, 0,
            .. Box("hdlr", [1, 2, 3]),
            .. Box("iprp", Box("ipco",
            [
                .. Box("ispe", [0, 0, 0, 0, .. Big32(16), .. Big32(16)]),
                .. Box("ispe", [0, 0, 0, 0, .. Big32(width), .. Big32(height)]),
                .. Box("irot", [turns]),
            ])),
        ]),
        .. Box("mdat", new byte[30]),
    ];

    public static byte[] Box(string name, byte[] content) =>
        [.. Big32((uint)content.Length + 8), .. Encoding.ASCII.GetBytes(name), .. content];

    private static byte[] Riff(string name, byte[] content, params (string Name, byte[] Content)[] chunks)
    {
        byte[] body = [.. "WEBP"u8, .. RiffChunk(name, content), .. chunks.SelectMany(static each => RiffChunk(each.Name, each.Content))];
        return [.. "RIFF"u8, .. Number(body.Length, 4, isLittle: true), .. body];
    }

    private static byte[] RiffChunk(string name, byte[] content) =>
    [
        .. Encoding.ASCII.GetBytes(name), .. Number(content.Length, 4, isLittle: true), .. content, .. new byte[content.Length & 1],
    ];

    private static byte[] Big16(int value) => Number(value, 2, isLittle: false);

    private static byte[] Big32(uint value) => Number((int)value, 4, isLittle: false);

    private static byte[] Number(int value, int length, bool isLittle)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (isLittle)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            return bytes[..length].ToArray();
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes[(4 - length)..].ToArray();
    }
}
