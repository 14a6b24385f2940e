using System.Buffers.Binary;
using System.Text;

namespace Perennial.Testing.Pictures;

internal static class Metadata
{
    public static byte[] Exif(int orientation, string text)
    {
        var content = Encoding.ASCII.GetBytes(text + "\0");
        return
        [
            .. "II*\0"u8, 8, 0, 0, 0, 2, 0,
            // 0x0112, one SHORT; 0x010E (a description), ASCII, standing behind the directory.
            0x0E, 0x01, 2, 0, (byte)content.Length, 0, 0, 0, 38, 0, 0, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
            0, 0, 0, 0,
            .. content,
        ];
    }

    public static byte[] IntoJpeg(ReadOnlySpan<byte> jpeg, byte marker, ReadOnlySpan<byte> content)
    {
        var length = content.Length + 2;
        return [.. jpeg[..2], 0xFF, marker, (byte)(length >> 8), (byte)length, .. content, .. jpeg[2..]];
    }

    public static byte[] IntoJpeg(ReadOnlySpan<byte> jpeg, int orientation, string text) =>
        IntoJpeg(jpeg, 0xE1, [.. "Exif\0\0"u8, .. Exif(orientation, text)]);

    /// <summary>
    /// An ICC profile (version 2, a matrix and a curve) that is sRGB's but for red and green, which have changed places: a
    /// picture that is red by its numbers is a green one.
    /// </summary>
    public static byte[] SwappedProfile()
    {
        var tags = new (string Name, byte[] Content)[]
        {
            ("desc", [.. "desc\0\0\0\0"u8, 0, 0, 0, 8, .. "swapped\0"u8, .. new byte[78]]),
            ("cprt", [.. "text\0\0\0\0none\0"u8]),
            ("wtpt", Xyz(0.9642, 1.0, 0.8249)),
            ("rXYZ", Xyz(0.3851, 0.7169, 0.0971)),
            ("gXYZ", Xyz(0.4361, 0.2225, 0.0139)),
            ("bXYZ", Xyz(0.1431, 0.0606, 0.7141)),
            // One curve for all three: a gamma of 2.2, in 256ths.
            ("rTRC", Curve), ("gTRC", Curve), ("bTRC", Curve),
        };
        var table = new List<byte>(Big((uint)tags.Length));
        var body = new List<byte>();
        foreach (var (name, content) in tags)
        {
            table.AddRange([.. Encoding.ASCII.GetBytes(name), .. Big((uint)(128 + 4 + (tags.Length * 12) + body.Count)), .. Big((uint)content.Length)]);
            body.AddRange([.. content, .. new byte[(4 - (content.Length % 4)) % 4]]);
        }

        var size = 128 + table.Count + body.Count;
        return
        [
            .. Big((uint)size), 0, 0, 0, 0, 2, 0x40, 0, 0, .. "mntrRGB XYZ "u8, .. new byte[12], .. "acsp"u8, .. new byte[28],
            .. Xyz(0.9642, 1.0, 0.8249)[8..], .. new byte[48], .. table, .. body,
        ];
    }

    private static byte[] Curve => [.. "curv\0\0\0\0"u8, 0, 0, 0, 1, 2, 0x33];

    private static byte[] Xyz(double x, double y, double z) => [.. "XYZ \0\0\0\0"u8, .. Fixed(x), .. Fixed(y), .. Fixed(z)];

    // 16 bits before the point and 16 behind it.
    private static byte[] Fixed(double value) => Big((uint)Math.Round(value * 65536));

    private static byte[] Big(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
