using System.Text.Json.Serialization;

namespace Perennial.Deployment;

/// <summary>What a build is: <c>manifest.json</c> in its folder. The schema is described in docs/build-output.md; another version is another schema.</summary>
internal sealed record BuildManifest
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Bytes of <see cref="DraftSecret"/>; fewer were not written by a build.</summary>
    public const int DraftSecretLength = 32;

    /// <summary>A value of <see cref="BuiltRoute.Unlisted"/>.</summary>
    public const string NotFound = "notFound";

    [JsonRequired]
    public int SchemaVersion { get; init; } = CurrentSchema;

    [JsonRequired]
    public required string BuildId { get; init; }

    /// <summary>Null when the build's id is the deployment's too.</summary>
    public string? DeploymentId { get; init; }

    [JsonRequired]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The random id of the run of <c>build</c>; null in a build of before. A build id may have had several runs.</summary>
    public string? RunId { get; init; }

    /// <summary>The identity of the code that made it (<see cref="RunningCode"/>); null in a build of before.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the app gave the build's id, and it is not a random one.</summary>
    public bool HasGivenId { get; init; }

    /// <summary>The epoch of the ledger that stood before the pages were made; null when none could be read.</summary>
    public Guid? LedgerEpoch { get; init; }

    /// <summary>Its number at that moment.</summary>
    public long? LedgerNumber { get; init; }

    /// <summary>The version of Perennial that wrote it.</summary>
    [JsonRequired]
    public required string Perennial { get; init; }

    /// <summary>
    /// What draft cookies of this build are made with; null in a build of before. Not the build's id, which anybody may know.
    /// </summary>
    public byte[]? DraftSecret { get; init; }

    /// <summary>The public variables as they were frozen; null in a build of before.</summary>
    public IReadOnlyDictionary<string, string>? PublicEnvironment { get; init; }

    /// <summary>The origins that its pages were rendered for; null in a build of before.</summary>
    public IReadOnlyList<string>? Sites { get; init; }

    [JsonRequired]
    public required IReadOnlyList<BuiltRoute> Routes { get; init; }

    /// <summary>One route of the site that is a page.</summary>
    internal sealed record BuiltRoute
    {
        [JsonRequired]
        public required string Pattern { get; init; }

        /// <summary>static, incremental or dynamic.</summary>
        [JsonRequired]
        public required string Policy { get; init; }

        /// <summary>The component, action or handler.</summary>
        public string? Page { get; init; }

        /// <summary>Why a page that declares nothing is dynamic.</summary>
        public string? DynamicBecause { get; init; }

        /// <summary>Seconds; null is for ever.</summary>
        public long? Revalidate { get; init; }

        /// <summary>Seconds; null is for ever.</summary>
        public long? Expire { get; init; }

        /// <summary>What happens to a path that is not listed: render or notFound.</summary>
        public string Unlisted { get; init; } = "render";

        public IReadOnlyList<string> Query { get; init; } = [];

        /// <summary>Whether what its pages show lies in the image.</summary>
        public bool ContentIsInImage { get; init; }

        /// <summary>All paths that the page's provider listed, built or not.</summary>
        public IReadOnlyList<BuiltPath> Paths { get; init; } = [];
    }

    /// <summary>One path of a route.</summary>
    internal sealed record BuiltPath
    {
        [JsonRequired]
        public required string Path { get; init; }

        /// <summary>The origin that it was rendered for; null in a build of before.</summary>
        public string? Site { get; init; }

        /// <summary>The declared query values, with their question mark; null when it has none.</summary>
        public string? Query { get; init; }

        /// <summary>The language, where localization runs; null where none does.</summary>
        public string? Culture { get; init; }

        /// <summary>The entry's file is <c>entries/{first two digits}/{entry}.page</c>; null when there is none.</summary>
        public string? Entry { get; init; }

        public int Status { get; init; }

        /// <summary>Bytes of the body, uncoded.</summary>
        public long Size { get; init; }

        /// <summary>Bytes of the body in brotli; null when it is not coded.</summary>
        public long? Brotli { get; init; }

        public long? Revalidate { get; init; }

        public long? Expire { get; init; }

        public IReadOnlyList<string> Tags { get; init; } = [];
    }
}
