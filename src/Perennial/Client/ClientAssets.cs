using Microsoft.AspNetCore.Components;

namespace Perennial.Client;

internal static class ClientAssets
{
    private const string Folder = "client/";

    public static string? Find(ResourceAssetCollection assets, string name) =>
        assets.Any(asset => Label(asset) == Folder + name) ? assets[Folder + name] : null;

    public static IReadOnlyList<string> Modules(ResourceAssetCollection assets) =>
    [
        .. assets.Select(Label).OfType<string>()
            .Where(static label => label.StartsWith(Folder, StringComparison.Ordinal) && label.EndsWith(".js", StringComparison.Ordinal))
            .Select(static label => label[Folder.Length..^3])
            .Where(static name => name != ClientIslandLoader.Module)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    public static string Url(string path, string baseUri) =>
        path.StartsWith('/') || path.Contains("://", StringComparison.Ordinal) ? path : new Uri(baseUri).AbsolutePath + path;

    private static string? Label(ResourceAsset asset) =>
        asset.Properties?.FirstOrDefault(static property => property.Name == "label")?.Value;
}
