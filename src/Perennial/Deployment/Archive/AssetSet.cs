using System.Text.Json.Serialization;

namespace Perennial.Deployment.Archive;

/// <summary>The assets of a deployment. Deployments that have the same assets have the same set.</summary>
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
