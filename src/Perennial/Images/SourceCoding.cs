using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Images;

/// <summary>
/// Takes off the content coding of a picture. Nobody asks for one, but who does not say what he takes may get any (RFC 9110
/// §12.5.3), and some servers, and some compression in front of an app, code whatever they send.
/// </summary>
internal static class SourceCoding
{
    public static async Task<(ImageSource? Source, ImageProblem? Problem)> DecodeAsync(
        ImageSource source, long limit, CancellationToken cancellationToken)
    {
        var codings = source.Response.Headers.ContentEncoding.OfType<string>()
            .SelectMany(static line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (codings.Count == 0)
        {
            return (source, null);
        }

        Stream stream = SourceStream.Of(source.Response.Body);
        try
        {
            // The last coding was put on last (RFC 9110 §8.4). Nobody puts on more than one by mistake.
            foreach (var coding in codings.AsEnumerable().Reverse().Take(2))
            {
                if (Decoder(coding, stream) is not { } decoder)
                {
                    return (null, new(StatusCodes.Status502BadGateway, "\"url\" answered in a content coding that nobody asked for"));
                }

                stream = decoder;
            }

            using var decoded = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                if (decoded.Length + count > limit)
                {
                    return (null, new(StatusCodes.Status502BadGateway, $"\"url\" cannot be used: {new FetchLimitException(limit).Message}"));
                }

                decoded.Write(buffer, 0, count);
            }

            source.Response.Headers.ContentEncoding = default;
            return (source with { Response = source.Response with { Body = decoded.GetBuffer().AsMemory(0, (int)decoded.Length) } }, null);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            return (null, new(StatusCodes.Status502BadGateway, "\"url\" answered in a content coding, and with what cannot be decoded"));
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    private static Stream? Decoder(string coding, Stream coded) => coding.ToUpperInvariant() switch
    {
        "GZIP" or "X-GZIP" => new GZipStream(coded, CompressionMode.Decompress),
        "DEFLATE" => new ZLibStream(coded, CompressionMode.Decompress),
        "BR" => new BrotliStream(coded, CompressionMode.Decompress),
        "IDENTITY" => coded,
        _ => null,
    };
}
