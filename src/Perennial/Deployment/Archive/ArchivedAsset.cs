using System.Text.Json.Serialization;

namespace Perennial.Deployment.Archive;

/// <summary>One address of a deployment, and the files that answer it.</summary>
internal sealed record ArchivedAsset
{
    /// <summary>As a request has it, with a slash in front. Compared, never opened.</summary>
    [JsonRequired]
    public required string Path { get; init; }

    [JsonRequired]
    public required string ContentType { get; init; }

    /// <summary>One for each coding; the uncoded one first.</summary>
    [JsonRequired]
    public required IReadOnlyList<ArchivedFile> Files { get; init; }
}
