using Microsoft.AspNetCore.Components;

namespace Perennial.Client;

/// <summary>The bundles of an app among its static assets. Values in, values out.</summary>
internal static class ClientAssets
{
    private const string Folder = "client/";

    /// <param name="assets">All static assets of the app.</param>
    /// <param name="name">The bundle, for example <c>counter.js</c>.</param>
    /// <returns>The fingerprinted path, or null when there is no such bundle.</returns>
    public static string? Find(ResourceAssetCollection assets, string name) =>
        assets.Any(asset => Label(asset) == Folder + name) ? assets[Folder + name] : null;

    /// <summary>The names that may be asked for, without the extension of scripts.</summary>
    public static IReadOnlyList<string> Modules(ResourceAssetCollection assets) =>
    [
        .. assets.Select(Label).OfType<string>()
            .Where(static label => label.StartsWith(Folder, StringComparison.Ordinal) && label.EndsWith(".js", StringComparison.Ordinal))
            .Select(static label => label[Folder.Length..^3])
            .Where(static name => name != ClientIslandLoader.Module)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>From the host's root: a page may stand anywhere, and have no base. What is on another host stays there.</summary>
    /// <param name="path">A path of <see cref="Find"/>.</param>
    /// <param name="baseUri">Where the app begins.</param>
    public static string Url(string path, string baseUri) =>
        path.StartsWith('/') || path.Contains("://", StringComparison.Ordinal) ? path : new Uri(baseUri).AbsolutePath + path;

    private static string? Label(ResourceAsset asset) =>
        asset.Properties?.FirstOrDefault(static property => property.Name == "label")?.Value;
}
