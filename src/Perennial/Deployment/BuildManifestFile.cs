using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Deployment;

// The file may have been edited by hand, or written by another version.
internal static class BuildManifestFile
{
    public const string Name = "manifest.json";

    // For people to read, and never part of a page: paths stay as they are spelled.
    private static readonly BuildManifestJson Json =
        new(new JsonSerializerOptions(BuildManifestJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static BuildManifest? Read(string folder)
    {
        var path = Path.Join(folder, Name);
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Unreadable(path, e.Message, e);
        }
    }

    public static byte[] Write(BuildManifest manifest) =>
        JsonSerializer.SerializeToUtf8Bytes(manifest, Json.BuildManifest);

    private static BuildManifest Parse(byte[] json, string path)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind is not JsonValueKind.Object
            || !document.RootElement.TryGetProperty("schemaVersion", out var version)
            || version.ValueKind is not JsonValueKind.Number || !version.TryGetInt32(out var number))
        {
            throw Unreadable(path, "it has no schemaVersion.", null);
        }

        if (number != BuildManifest.CurrentSchema)
        {
            throw new PerennialException(
                "PER3012",
                $"'{path}' is of schema version {number}; this app reads version {BuildManifest.CurrentSchema}. Run 'build' with the version that serves it.");
        }

        var manifest = document.Deserialize(Json.BuildManifest)!;
        return !BuildId.IsValid(manifest.BuildId) ? throw Unreadable(path, $"its build id '{manifest.BuildId}' is none.", null)
            : manifest.EncryptionKeys is { } keys && (keys.Count is 0 || keys.Any(static key => key is null or { Length: < 16 })) ? throw Unreadable(path, "one of its encryptionKeys is too short.", null)
            : manifest.DeploymentId is { } id && !BuildId.IsValid(id) ? throw Unreadable(path, $"its deployment id '{id}' is none.", null)
            : HasHoles(manifest) ? throw Unreadable(path, "a route or a path in it is null.", null)
            : manifest;
    }

    // The annotations speak of properties only: an item of a list may still be null.
    private static bool HasHoles(BuildManifest manifest) =>
        manifest.Routes.Any(static route => route is null || route.Paths.Any(static path => path is null));

    private static PerennialException Unreadable(string path, string why, Exception? error)
    {
        var message = $"'{path}' cannot be read as a build's manifest: {why} Run 'build' again.";
        return error is null ? new("PER3011", message) : new("PER3011", message, error);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = true)]
[JsonSerializable(typeof(BuildManifest))]
internal sealed partial class BuildManifestJson : JsonSerializerContext;
