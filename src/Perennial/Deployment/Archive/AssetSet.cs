using System.Buffers;
using System.Text.Json.Serialization;
using Perennial.Http;

namespace Perennial.Deployment.Archive;

// The assets of a deployment. Deployments that have the same assets have the same set.
internal sealed record AssetSet
{
    public const int CurrentSchema = 1;

    [JsonRequired]
    public int SchemaVersion { get; init; } = CurrentSchema;

    [JsonRequired]
    public required IReadOnlyList<ArchivedAsset> Assets { get; init; }

    [JsonIgnore]
    public IEnumerable<ArchivedFile> Files => Assets.SelectMany(static asset => asset.Files);
}

internal sealed record ArchivedAsset
{
    /// <summary>As a request has it, with a slash in front. Compared, never opened.</summary>
    [JsonRequired]
    public required string Path { get; init; }

    [JsonRequired]
    public required string ContentType { get; init; }

    [JsonRequired]
    public required IReadOnlyList<ArchivedFile> Files { get; init; }
}

/// <summary>The bytes of an asset in one coding. Their name on disk is what they are: SHA-256, in lower-case hex (S-96).</summary>
internal sealed record ArchivedFile
{
    private const int HashLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    [JsonRequired]
    public required string Hash { get; init; }

    [JsonRequired]
    public required long Length { get; init; }

    [JsonRequired]
    public required string ETag { get; init; }
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

internal sealed record StoredSet(string Name, DateTimeOffset LastServed, AssetSet Set);
