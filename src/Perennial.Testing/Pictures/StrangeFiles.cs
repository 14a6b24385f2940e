namespace Perennial.Testing.Pictures;

/// <summary>Beginnings of files that some libvips would open, or some browser, and that a codec must not touch.</summary>
internal static class StrangeFiles
{
    public static IReadOnlyList<(string Name, byte[] Bytes)> All { get; } =
    [
        ("Nothing", []),
        ("HTML", "<!doctype html><script>alert(1)</script>"u8.ToArray()),
        ("SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>"u8.ToArray()),
        ("SVG behind a declaration", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"u8.ToArray()),
        ("GIF", [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]),
        ("TIFF", [.. "II*\0"u8, 8, 0, 0, 0, 0, 0, .. new byte[100]]),
        ("TIFF, big endian", [.. "MM\0*"u8, 0, 0, 0, 8, 0, 0, .. new byte[100]]),
        ("HEIC", [0, 0, 0, 24, .. "ftypheic\0\0\0\0mif1heic"u8, .. new byte[100]]),
        ("AVIF", [0, 0, 0, 24, .. "ftypavif\0\0\0\0mif1avif"u8, 0, 0, 0, 60, .. "meta\0\0\0\0"u8, 0, 0, 0, 48, .. "iprp"u8, 0, 0, 0, 40, .. "ipco"u8, 0, 0, 0, 32, .. "ispe"u8, .. new byte[4], 0, 0, 0, 9, 0, 0, 0, 9, .. new byte[60]]),
        ("BMP", [.. "BM"u8, .. new byte[60]]),
        ("ICO", [0, 0, 1, 0, 1, 0, .. new byte[60]]),
        ("JPEG XL", [0xFF, 0x0A, .. new byte[60]]),
        ("JPEG 2000", [0, 0, 0, 12, .. "jP  "u8, 0x0D, 0x0A, 0x87, 0x0A, .. new byte[60]]),
        ("PDF", [.. "%PDF-1.7\n"u8, .. new byte[60]]),
        ("PostScript", [.. "%!PS-Adobe-3.0\n"u8, .. new byte[60]]),
        ("libvips' own", [0xB6, 0xA6, 0xF2, 0x08, .. new byte[100]]),
        ("PPM", "P6\n1 1\n255\n123 and more"u8.ToArray()),
        ("Radiance", "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n"u8.ToArray()),
        ("FITS", [.. "SIMPLE  =                    T"u8, .. new byte[100]]),
        ("Photoshop", [.. "8BPS"u8, 0, 1, .. new byte[60]]),
        ("ImageMagick's own", [.. "id=ImageMagick\n"u8, .. new byte[60]]),
        ("a script of ImageMagick", "push graphic-context\nviewbox 0 0 640 480\n"u8.ToArray()),
        ("CSV", "1,2,3\n4,5,6\n7,8,9\n"u8.ToArray()),
        ("a PNG behind a line", [(byte)'\n', .. PngFile.Write(TestPicture.Quarters(9, 9))]),
    ];
}
