using System.Text.RegularExpressions;

namespace Perennial.Client.Build;

internal sealed partial record BundledFile(string FileName, bool IsAskedForByName)
{
    /// <summary>Maps are for the machine that builds; they are never published.</summary>
    public bool IsMap => FileName.EndsWith(".map", StringComparison.Ordinal);

    public string Label => Parts() is { } parts ? $"client/{parts.Name}{parts.Extension}" : "client/" + FileName;

    /// <summary>
    /// A line for the target: the file, the path of the static web asset, its kind and its fingerprint, which is esbuild's own
    /// hash: bundles import each other by these names, so the SDK's own fingerprint would only be a second name.
    /// </summary>
    public string Line()
    {
        var path = Parts() is { } parts
            ? $"client/{parts.Name}#[.{{fingerprint}}]{(IsAskedForByName ? "!" : "")}{parts.Extension}"
            : "client/" + FileName;
        return $"{FileName}|{path}|{(IsMap ? "Build" : "All")}|{Parts()?.Hash}";
    }

    private (string Name, string Hash, string Extension)? Parts() => Hashed().Match(FileName) is { Success: true } match
        ? (match.Groups["name"].Value, match.Groups["hash"].Value, match.Groups["extension"].Value)
        : null;

    [GeneratedRegex(@"^(?<name>.+)\.(?<hash>[A-Z0-9]{8})(?<extension>\.\w+(?:\.map)?)$")]
    private static partial Regex Hashed();
}
