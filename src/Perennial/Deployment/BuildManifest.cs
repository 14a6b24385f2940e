using System.Text.Json.Serialization;

namespace Perennial.Deployment;

internal sealed record BuildManifest
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int CurrentSchema = 1;

    public const string NotFound = "notFound";

    [JsonRequired]
    public int SchemaVersion { get; init; } = CurrentSchema;

    [JsonRequired]
    public required string BuildId { get; init; }
    public string? DeploymentId { get; init; }

    [JsonRequired]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The random id of the run of <c>build</c>; null in a build of before. A build id may have had several runs.</summary>
    public string? RunId { get; init; }

    /// <summary>The identity of the code that made it (<see cref="RunningCode"/>); null in a build of before.</summary>
    public string? Code { get; init; }
    public bool HasGivenId { get; init; }

    /// <summary>The epoch of the ledger that stood before the pages were made; null when none could be read.</summary>
    public Guid? LedgerEpoch { get; init; }
    public long? LedgerNumber { get; init; }

    [JsonRequired]
    public required string Perennial { get; init; }

    /// <summary>
    /// What its instances have in common where the environment gives them nothing else: draft cookies and actions are made with
    /// keys derived from it; null in a build of before. Not the build's id, which anybody may know.
    /// </summary>
    public IReadOnlyList<byte[]>? EncryptionKeys { get; init; }

    /// <summary>The public variables as they were frozen; null in a build of before.</summary>
    public IReadOnlyDictionary<string, string>? PublicEnvironment { get; init; }

    /// <summary>The origins that its pages were rendered for; null in a build of before.</summary>
    public IReadOnlyList<string>? Sites { get; init; }

    [JsonRequired]
    public required IReadOnlyList<BuiltRoute> Routes { get; init; }

    internal sealed record BuiltRoute
    {
        [JsonRequired]
        public required string Pattern { get; init; }

        [JsonRequired]
        public required string Policy { get; init; }
        public string? Page { get; init; }
        public string? DynamicBecause { get; init; }

        /// <summary>Seconds; null is for ever.</summary>
        public long? Revalidate { get; init; }

        /// <summary>Seconds; null is for ever.</summary>
        public long? Expire { get; init; }
        public string Unlisted { get; init; } = "render";

        public IReadOnlyList<string> Query { get; init; } = [];
        public bool ContentIsInImage { get; init; }
        public IReadOnlyList<BuiltPath> Paths { get; init; } = [];
    }

    internal sealed record BuiltPath
    {
        [JsonRequired]
        public required string Path { get; init; }

        /// <summary>The origin that it was rendered for; null in a build of before.</summary>
        public string? Site { get; init; }
        public string? Query { get; init; }
        public string? Culture { get; init; }
        public string? Entry { get; init; }

        public int Status { get; init; }
        public long Size { get; init; }
        public long? Brotli { get; init; }

        public long? Revalidate { get; init; }

        public long? Expire { get; init; }

        public IReadOnlyList<string> Tags { get; init; } = [];
    }
}
