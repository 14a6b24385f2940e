namespace Perennial.Deployment.Archive;

internal sealed record AssetSource(string Path, string ContentType, IReadOnlyList<AssetSource.File> Files)
{
    internal sealed record File(string? Encoding, string ETag, string? Sha256, Func<Stream> Open);
}
