using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;
using Perennial.Http;

namespace Perennial.Deployment.Archive;

/// <summary>
/// A set as a file, under the hash of its bytes. What is read comes from a folder that others write, so everything that
/// will be used is checked: a name that is no hash would be a path.
/// </summary>
internal static class AssetSetFile
{
    public static (string Name, byte[] Bytes) Write(AssetSet set)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(set, AssetSetJson.Default.AssetSet);
        return (Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes);
    }

    public static AssetSet Read(string name, byte[] bytes)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != name)
        {
            throw new JsonException("its bytes are not what its name says.");
        }

        var set = JsonSerializer.Deserialize(bytes, AssetSetJson.Default.AssetSet);
        return set is { SchemaVersion: AssetSet.CurrentSchema, Assets: not null } && set.Assets.All(IsUsable)
            ? set
            : throw new JsonException("it is of another version, or an asset in it cannot be used.");
    }

    private static bool IsUsable(ArchivedAsset? asset) =>
        asset is { Path: ['/', ..], Files: [{ Coding: ContentCoding.Identity }, ..] }
        && MediaTypeHeaderValue.TryParse(asset.ContentType, out _)
        && asset.Files.All(static file =>
            file is { Coding: not null, Length: >= 0 } && ArchivedFile.IsHash(file.Hash) && EntityTagHeaderValue.TryParse(file.ETag, out _));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AssetSet))]
internal sealed partial class AssetSetJson : JsonSerializerContext;
