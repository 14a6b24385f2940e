using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Perennial.Testing.Pictures;

/// <summary>Just enough PNG to make pictures for a codec, and to look at what it made.</summary>
internal static class PngFile
{
    private static readonly byte[] Signature = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A];

    public static byte[] Write(TestPicture picture, params byte[][] chunks)
    {
        using var rows = new MemoryStream();
        using (var zip = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            var stride = picture.Width * picture.Channels;
            for (var y = 0; y < picture.Height; y++)
            {
                zip.WriteByte(0);
                zip.Write(picture.Pixels.AsSpan(y * stride, stride));
            }
        }

        var colour = (byte)(picture.Channels switch { 1 => 0, 3 => 2, _ => 6 });
        return
        [
            .. Signature,
            .. Header((uint)picture.Width, (uint)picture.Height, 8, colour),
            .. chunks.SelectMany(static chunk => chunk),
            .. Chunk("IDAT", rows.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    public static byte[] Write16(int width, int height)
    {
        using var rows = new MemoryStream();
        using (var zip = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zip.WriteByte(0);
                for (var x = 0; x < width; x++)
                {
                    zip.Write([200, 200, 100, 100, 50, 50]);
                }
            }
        }

        return [.. Signature, .. Header((uint)width, (uint)height, 16, 2), .. Chunk("IDAT", rows.ToArray()), .. Chunk("IEND", [])];
    }

    public static byte[] Bomb(uint width, uint height, params byte[][] chunks) =>
    [
        .. Signature, .. Header(width, height, 1, 0), .. chunks.SelectMany(static chunk => chunk), .. Chunk("IDAT", new byte[506]), .. Chunk("IEND", []),
    ];

    public static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. content];
        return [.. Number((uint)content.Length), .. named, .. Number(Crc(named))];
    }

    public static byte[] Profile(byte[] profile)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(profile);
        }

        return Chunk("iCCP", [.. "profile\0\0"u8, .. packed.ToArray()]);
    }

    public static TestPicture Read(ReadOnlySpan<byte> file)
    {
        var at = Signature.Length;
        using var packed = new MemoryStream();
        int width = 0, height = 0, channels = 0;
        while (at < file.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            var name = Encoding.ASCII.GetString(file.Slice(at + 4, 4));
            var content = file.Slice(at + 8, length);
            if (name is "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                channels = (content[8], content[9], content[12]) switch
                {
                    (8, 0, 0) => 1,
                    (8, 2, 0) => 3,
                    (8, 4, 0) => 2,
                    (8, 6, 0) => 4,
                    var other => throw new InvalidDataException($"This reader does not read PNG of kind {other}."),
                };
            }
            else if (name is "IDAT")
            {
                packed.Write(content);
            }

            at += 12 + length;
        }

        packed.Position = 0;
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        return new(width, height, channels, Unfilter(rows, width * channels, height, channels));
    }

    private static byte[] Unfilter(ZLibStream rows, int stride, int height, int channels)
    {
        var pixels = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = rows.ReadByte();
            var row = pixels.AsSpan(y * stride, stride);
            rows.ReadExactly(row);
            var above = y is 0 ? new byte[stride] : pixels.AsSpan((y - 1) * stride, stride);
            for (var x = 0; x < stride; x++)
            {
                var (left, up, corner) = (x < channels ? 0 : row[x - channels], above[x], x < channels ? 0 : above[x - channels]);
                row[x] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
            }
        }

        return pixels;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private static byte[] Header(uint width, uint height, byte bits, byte colour) =>
        Chunk("IHDR", [.. Number(width), .. Number(height), bits, colour, 0, 0, 0]);

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) is 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
