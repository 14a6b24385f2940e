namespace Perennial.ImagingTests;

/// <summary>A JPEG as printers want it: 8×8 pixels in four inks, each at one half (ITU-T T.81, and Adobe's marker 14).</summary>
internal static class InkJpeg
{
    private static readonly byte[] Components = [1, 2, 3, 4];

    public static byte[] Write() =>
    [
        0xFF, 0xD8,
        .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]),
        .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]),
        .. Segment(0xC0, [8, 0, 8, 0, 8, 4, .. Components.SelectMany(static id => (byte[])[id, 0x11, 0])]),
        // One code of one bit for "no difference", and one for "no more of this block".
        .. Segment(0xC4, [0x00, 1, .. new byte[15], 0]),
        .. Segment(0xC4, [0x10, 1, .. new byte[15], 0]),
        .. Segment(0xDA, [4, .. Components.SelectMany(static id => (byte[])[id, 0x00]), 0, 63, 0]),
        // Two bits for each ink.
        0x00, 0xFF, 0xD9,
    ];

    private static byte[] Segment(byte marker, byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];
}
