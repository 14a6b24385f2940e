using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.FileProviders;

namespace Perennial.Deployment.Archive;

/// <summary>
/// Which of the app's endpoints are assets that everybody may have for ever: fingerprinted files of MapStaticAssets, open to
/// all. The archive asks nobody who he is, so what needs authorization, or a certain host, stays out.
/// </summary>
internal static class PublicAssets
{
    public static IEnumerable<AssetSource> Of(IEnumerable<Endpoint> endpoints, IFileProvider files, bool hasFallbackPolicy) => endpoints
        .Where(endpoint => IsPublic(endpoint.Metadata, hasFallbackPolicy))
        .Select(static endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>())
        .OfType<StaticAssetDescriptor>()
        .Where(IsFingerprinted)
        .GroupBy(static asset => asset.Route, StringComparer.Ordinal)
        .Select(group => Source(group.Key, [.. group], files))
        .OfType<AssetSource>();

    private static bool IsPublic(EndpointMetadataCollection metadata, bool hasFallbackPolicy) =>
        metadata.GetMetadata<IHostMetadata>() is not { Hosts.Count: > 0 }
        && (metadata.GetMetadata<IAllowAnonymous>() is not null
            || (!hasFallbackPolicy && !metadata.Any(static item => item is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData)));

    private static bool IsFingerprinted(StaticAssetDescriptor asset) =>
        asset.Properties.Any(static property => property.Name is "fingerprint")
        && Header(asset, "Cache-Control")?.Contains("immutable", StringComparison.Ordinal) is true;

    private static AssetSource? Source(string route, IReadOnlyList<StaticAssetDescriptor> assets, IFileProvider files)
    {
        var variants = assets.DistinctBy(Encoding).Where(static asset => ArchivedFile.CodingOf(Encoding(asset)) is not null)
            .OrderBy(static asset => Encoding(asset) is null ? 0 : 1).ToList();
        return variants is [var plain, ..] && Encoding(plain) is null && Header(plain, "Content-Encoding") is null
            && Header(plain, "Content-Type") is { } contentType && variants.All(static asset => Header(asset, "ETag") is not null)
                ? new("/" + route, contentType, [.. variants.Select(asset => File(asset, files))])
                : null;
    }

    private static AssetSource.File File(StaticAssetDescriptor asset, IFileProvider files) => new(
        Encoding(asset),
        Header(asset, "ETag")!,
        Encoding(asset) is null ? Sha256(asset) : null,
        () => files.GetFileInfo(asset.AssetPath) is { Exists: true } file ? file.CreateReadStream() : throw new FileNotFoundException(null, asset.AssetPath));

    private static string? Encoding(StaticAssetDescriptor asset) =>
        asset.Selectors.FirstOrDefault(static selector => selector.Name is "Content-Encoding")?.Value;

    // "sha256-…", as a page gives it to a browser.
    private static string? Sha256(StaticAssetDescriptor asset) =>
        asset.Properties.FirstOrDefault(static property => property.Name is "integrity")?.Value is ['s', 'h', 'a', '2', '5', '6', '-', .. var hash] ? hash : null;

    private static string? Header(StaticAssetDescriptor asset, string name) =>
        asset.ResponseHeaders.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;
}
