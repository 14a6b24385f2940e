using System.IO.Compression;
using Perennial.Testing.Pictures;

namespace Perennial.ImagingTests;

/// <summary>A white picture in seven passes (Adam7).</summary>
internal static class InterlacedPng
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static byte[] Write(int width, int height)
    {
        using var rows = new MemoryStream();
        using (var zip = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var (x, y, stepX, stepY) in Passes)
            {
                var row = new byte[1 + ((width - x + stepX - 1) / stepX * 3)];
                row.AsSpan(1).Fill(255);
                for (var i = y; i < height; i += stepY)
                {
                    zip.Write(row);
                }
            }
        }

        byte[] header = [(byte)(width >> 24), (byte)(width >> 16), (byte)(width >> 8), (byte)width, (byte)(height >> 24), (byte)(height >> 16), (byte)(height >> 8), (byte)height, 8, 2, 0, 0, 1];
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. PngFile.Chunk("IHDR", header), .. PngFile.Chunk("IDAT", rows.ToArray()), .. PngFile.Chunk("IEND", []),
        ];
    }
}
