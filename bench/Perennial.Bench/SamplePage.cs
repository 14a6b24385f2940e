using System.IO.Compression;
using System.Text;

namespace Perennial.Bench;

/// <summary>The one page that all candidates serve: 15 135 bytes of HTML, and its two compressed forms.</summary>
internal static class SamplePage
{
    public const string ContentType = "text/html; charset=utf-8";
    private const int Size = 15_135;

    private static readonly string[] Beds =
        ["Asters", "Bergenia", "Campanula", "Delphinium", "Echinacea", "Foxglove", "Geranium", "Hellebore"];

    public static string Html { get; } = Write(Size);

    public static byte[] Identity { get; } = Encoding.UTF8.GetBytes(Html);

    public static byte[] Brotli { get; } = Compress(stream => new BrotliStream(stream, new BrotliCompressionOptions { Quality = 5 }));

    public static byte[] Gzip { get; } = Compress(stream => new GZipStream(stream, CompressionLevel.Optimal));

    /// <summary>A page of about <paramref name="size"/> bytes that no other slug shares.</summary>
    public static string Small(string slug, int size) =>
        $"<!DOCTYPE html><html><head><title>{slug}</title></head><body>{Html[..size]}</body></html>";

    /// <summary>One that no other number shares, of about 120 bytes: repeating one would compress to nothing.</summary>
    public static string Sentence(int n) =>
        $"{n}. {Beds[n * 5 % Beds.Length]} comes back every year from the same root: sow {n * 7919L % 1000} seeds in week {n * 31 % 52}, "
        + $"keep {n * 104_729L % 977} of them near {Beds[n * 3 % Beds.Length]}.";

    private static string Write(int size)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><title>A kept page</title></head>\n<body>\n");
        for (var n = 1; html.Length < size; n++)
        {
            html.Append("<p>").Append(Sentence(n)).Append("</p>\n");
        }

        const string End = "</body></html>\n";
        return string.Concat(html.ToString().AsSpan(0, size - End.Length), End);
    }

    private static byte[] Compress(Func<Stream, Stream> encoder)
    {
        using var output = new MemoryStream();
        using (var stream = encoder(output))
        {
            stream.Write(Identity);
        }

        return output.ToArray();
    }
}
