using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.FileProviders;

namespace Perennial.Deployment;

/// <summary>
/// Whether a file of the web root is the one that the app's manifest describes. MapStaticAssets does not look: it sends the
/// manifest's length, tag and "immutable for a year" with whatever there is, so one wrong folder breaks every visitor for
/// a year.
/// </summary>
internal sealed class AssetFiles(IWebHostEnvironment environment)
{
    private const int HashLength = SHA256.HashSizeInBytes;

    // One for each asset of the manifest: it needs no limit.
    private readonly ConcurrentDictionary<StaticAssetDescriptor, Verdict> _verdicts = new(ReferenceEqualityComparer.Instance);

    public IFileInfo Find(StaticAssetDescriptor asset) => environment.WebRootFileProvider.GetFileInfo(asset.AssetPath);

    public ValueTask<string?> ProblemOfAsync(StaticAssetDescriptor asset, CancellationToken cancellationToken)
    {
        var file = Find(asset);
        if (!file.Exists || file.IsDirectory)
        {
            return new("it is not there");
        }

        if (LengthOf(asset) is { } length && length != file.Length)
        {
            return new($"it has {file.Length} bytes, and not {length}");
        }

        // Hashed once, not for each visit. A file that is changed and gets its old time back is not noticed until the next start.
        return _verdicts.TryGetValue(asset, out var known) && known.Length == file.Length && known.Modified == file.LastModified
            ? new(known.Problem)
            : ReadAsync(asset, file, cancellationToken);
    }

    public static string? Header(StaticAssetDescriptor asset, string name) =>
        asset.ResponseHeaders.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    private async ValueTask<string?> ReadAsync(StaticAssetDescriptor asset, IFileInfo file, CancellationToken cancellationToken)
    {
        string? problem = null;
        if (HashOf(asset) is { } expected)
        {
            await using var stream = file.CreateReadStream();
            var actual = await SHA256.HashDataAsync(stream, cancellationToken);
            problem = expected.AsSpan().SequenceEqual(actual) ? null : "its content is another";
        }

        _verdicts[asset] = new(file.Length, file.LastModified, problem);
        return problem;
    }

    private static long? LengthOf(StaticAssetDescriptor asset) =>
        long.TryParse(Header(asset, "Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    private static byte[]? HashOf(StaticAssetDescriptor asset) =>
        Decoded(Header(asset, "ETag")?.Trim('"'))
        ?? (Header(asset, "Content-Encoding") is null && Integrity(asset) is ['s', 'h', 'a', '2', '5', '6', '-', .. var hash] ? Decoded(hash) : null);

    private static string? Integrity(StaticAssetDescriptor asset) =>
        asset.Properties.FirstOrDefault(static property => property.Name is "integrity")?.Value;

    private static byte[]? Decoded(string? base64)
    {
        var bytes = new byte[HashLength];
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length) && length == HashLength ? bytes : null;
    }

    private sealed record Verdict(long Length, DateTimeOffset Modified, string? Problem);
}
