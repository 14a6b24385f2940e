using System.Buffers;
using System.IO.Compression;

namespace Perennial.Http;

internal static class Compression
{
    /// <summary>
    /// Bodies below this stay as they are: about 1 000 bytes travel in one packet with their headers, coded or not.
    /// </summary>
    public const int MinimumSize = 1000;

    /// <summary>
    /// 5 costs a third of a millisecond for 20 KB of HTML and is 7 to 20 % smaller than gzip; 6 to 9 cost more and win less
    /// than one percent.
    /// </summary>
    public const int FastQuality = 5;

    /// <summary>The most there is: some 13 % smaller again, for sixty to two hundred times the work.</summary>
    public const int BestQuality = 11;

    // The largest window that every decoder must support (RFC 7932 §9.1).
    private const int Window = 22;

    private static readonly string[] Types =
    [
        "application/javascript", "application/x-javascript", "application/ecmascript", "application/json", "application/xml",
        "application/wasm", "application/rtf", "application/x-ndjson", "application/vnd.ms-fontobject", "application/xhtml+xml",
        "font/ttf", "font/otf", "font/collection", "image/svg+xml", "image/bmp", "image/x-icon", "image/vnd.microsoft.icon",
    ];

    public static bool IsCompressible(string? contentType)
    {
        var type = contentType.AsSpan();
        var semicolon = type.IndexOf(';');
        type = (semicolon < 0 ? type : type[..semicolon]).Trim();
        if (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            // A stream of events is never whole, and a coder would hold its events back.
            return !type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase);
        }

        if (type.EndsWith("+json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var known in Types)
        {
            if (type.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The body in brotli; null when it would not be smaller.</summary>
    public static byte[]? Brotli(ReadOnlySpan<byte> body, int quality = FastQuality)
    {
        if (body.Length < MinimumSize)
        {
            return null;
        }

        // Room for one byte less than the body: what does not fit is not smaller.
        var buffer = ArrayPool<byte>.Shared.Rent(body.Length);
        try
        {
            return BrotliEncoder.TryCompress(body, buffer.AsSpan(0, body.Length - 1), out var written, quality, Window)
                ? buffer.AsSpan(0, written).ToArray()
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The body in gzip; null when it would not be smaller.</summary>
    public static byte[]? Gzip(ReadOnlySpan<byte> body)
    {
        if (body.Length < MinimumSize)
        {
            return null;
        }

        using var coded = new MemoryStream(body.Length / 3);
        using (var gzip = new GZipStream(coded, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return coded.Length < body.Length ? coded.ToArray() : null;
    }
}
