using System.Buffers;
using System.Text.Json.Serialization;
using Perennial.Http;

namespace Perennial.Deployment.Archive;

/// <summary>The bytes of an asset in one coding. Their name on disk is what they are: SHA-256, in lower-case hex (S-96).</summary>
internal sealed record ArchivedFile
{
    private const int HashLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    [JsonRequired]
    public required string Hash { get; init; }

    [JsonRequired]
    public required long Length { get; init; }

    /// <summary>The field value, quotes included, that this representation has always had.</summary>
    [JsonRequired]
    public required string ETag { get; init; }

    /// <summary>The value of Content-Encoding; null when uncoded.</summary>
    public string? Encoding { get; init; }

    [JsonIgnore]
    public ContentCoding? Coding => CodingOf(Encoding);

    public static ContentCoding? CodingOf(string? encoding) => encoding switch
    {
        null => ContentCoding.Identity,
        "gzip" => ContentCoding.Gzip,
        "br" => ContentCoding.Brotli,
        _ => null,
    };

    public static bool IsHash(string? text) => text?.Length is HashLength && !text.AsSpan().ContainsAnyExcept(HexDigits);
}
