using Microsoft.AspNetCore.Components;

namespace Perennial.Deployment;

/// <summary>How an asset's address is written into a page.</summary>
/// <remarks>
/// A file with a hash in its name is the same in every deployment that has it, so it does not carry the deployment's id:
/// the id would make a browser get it again for nothing.
/// </remarks>
internal sealed class AssetUrls(AssetPrefix? prefix, string? deploymentId, bool marksAll)
{
    public const string Query = "?dpl=";

    private const string Label = "label";

    /// <summary>Whether a page would be written as it is without this.</summary>
    public bool ChangesNothing => prefix is null && deploymentId is null;

    public string? Origin => prefix?.Origin;

    public string Of(string path, bool isFingerprinted) => prefix?.Value + path + Mark(isFingerprinted);

    /// <summary>
    /// The same for MVC's tag helpers, which put a slash in front of what they find. After another slash comes a host
    /// (RFC 3986 §4.2), with the scheme of the page.
    /// </summary>
    public string OfTagHelper(string path, bool isFingerprinted)
    {
        var url = Of(path, isFingerprinted);
        return prefix is null ? url
            : prefix.Origin is null ? url[1..]
            : url[(url.IndexOf(':', StringComparison.Ordinal) + 2)..];
    }

    public ResourceAssetCollection Rewrite(ResourceAssetCollection assets, bool forTagHelpers)
    {
        var labels = assets.Select(LabelOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new([.. assets.Select(asset => Rewrite(asset, labels, forTagHelpers))]);
    }

    public ImportMapDefinition Rewrite(ImportMapDefinition map, ResourceAssetCollection assets)
    {
        var moved = assets.ToDictionary(
            static asset => "./" + asset.Url, asset => Absolute(Of(asset.Url, LabelOf(asset) is not null)), StringComparer.Ordinal);
        var imports = map.Imports?.ToDictionary(static item => item.Key, item => moved.GetValueOrDefault(item.Value, item.Value), StringComparer.Ordinal);
        if (prefix is not null)
        {
            // A module that came from the prefix resolves './x.js' against its own address, not against the page's.
            foreach (var asset in assets)
            {
                if (LabelOf(asset) is { } label && imports?.ContainsKey("./" + label) is true)
                {
                    imports[prefix.Value + label] = moved["./" + asset.Url];
                }
            }
        }

        return new(
            imports!,
            map.Scopes?.ToDictionary(
                static scope => scope.Key,
                scope => (IReadOnlyDictionary<string, string>)scope.Value.ToDictionary(
                    static item => item.Key, item => moved.GetValueOrDefault(item.Value, item.Value), StringComparer.Ordinal),
                StringComparer.Ordinal)!,
            map.Integrity?.ToDictionary(item => moved.GetValueOrDefault(item.Key, item.Key), static item => item.Value, StringComparer.Ordinal)!);
    }

    private ResourceAsset Rewrite(ResourceAsset asset, HashSet<string> labels, bool forTagHelpers)
    {
        var isFingerprinted = LabelOf(asset) is not null;
        var url = forTagHelpers ? OfTagHelper(asset.Url, isFingerprinted) : Of(asset.Url, isFingerprinted);

        // An asset is found by its label. One that has none is its own, unless it is the plain twin of one that has.
        return isFingerprinted || labels.Contains(asset.Url) || url == asset.Url
            ? new(url, asset.Properties)
            : new(url, [.. asset.Properties ?? [], new(Label, asset.Url)]);
    }

    private string Mark(bool isFingerprinted) =>
        deploymentId is null || (isFingerprinted && !marksAll) ? "" : Query + deploymentId;

    // In an import map a bare word is a name; an address begins with a slash, a dot or a scheme.
    private string Absolute(string url) => prefix is null ? "./" + url : url;

    private static string? LabelOf(ResourceAsset asset) =>
        asset.Properties?.FirstOrDefault(static property => property.Name == Label)?.Value;
}
