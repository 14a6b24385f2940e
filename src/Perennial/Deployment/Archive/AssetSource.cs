namespace Perennial.Deployment.Archive;

/// <summary>An asset that this process serves, before it is archived.</summary>
/// <param name="Path">As a request has it.</param>
/// <param name="ContentType">The value of Content-Type.</param>
/// <param name="Files">One for each coding; the uncoded one first.</param>
internal sealed record AssetSource(string Path, string ContentType, IReadOnlyList<AssetSource.File> Files)
{
    /// <param name="Encoding">The value of Content-Encoding; null when uncoded.</param>
    /// <param name="ETag">The field value, quotes included.</param>
    /// <param name="Sha256">What the bytes should be, in base64; null when nobody said.</param>
    /// <param name="Open">Opens the bytes.</param>
    internal sealed record File(string? Encoding, string ETag, string? Sha256, Func<Stream> Open);
}
