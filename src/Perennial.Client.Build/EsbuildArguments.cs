using System.Text.Json;

namespace Perennial.Client.Build;

internal static class EsbuildArguments
{
    /// <summary>Linux takes 128 KiB for one argument, Windows 32 KiB for all of them.</summary>
    public const int LongestValue = 8 * 1024;

    // The browsers that Next.js 16 builds for.
    private const string Target = "chrome111,edge111,firefox111,safari16.4";

    private static readonly string[] Files =
        [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".mp4", ".webm", ".mp3", ".wasm"];

    public static IReadOnlyList<string> Of(BundleSettings settings, IEnumerable<string> entries, IReadOnlyDictionary<string, string> variables) =>
    [
        .. entries,
        "--bundle", "--format=esm", "--splitting", "--platform=browser", "--target=" + Target, "--jsx=automatic", "--charset=utf8",
        "--outdir=" + settings.Bundles, "--metafile=" + settings.Metafile,
        // An asset is known by its name without the fingerprint, so what may come twice has its hash in the name, too.
        "--entry-names=[name].[hash]", "--chunk-names=[name]-[hash].[hash]", "--asset-names=[name]-[hash].[hash]",
        "--log-level=warning", "--log-limit=0", "--color=false",
        .. settings.IsDevelopment ? (string[])["--sourcemap=linked", "--jsx-dev"] : ["--minify"],
        .. Files.Select(static extension => $"--loader:{extension}=file"),
        .. Defines(settings, variables),
        .. settings.Options,
    ];

    /// <summary>
    /// A public variable is its value wherever it is spelled out. <c>process.env</c> itself is an empty object, so that a
    /// look-up by a computed name finds nothing, and does not fail in a browser that knows no process.
    /// </summary>
    private static IEnumerable<string> Defines(BundleSettings settings, IReadOnlyDictionary<string, string> variables)
    {
        string[] objects = ["process.env", "import.meta.env"];
        foreach (var of in objects)
        {
            yield return $"--define:{of}={{}}";
            foreach (var (name, value) in variables.Where(static variable => IsIdentifier(variable.Key)))
            {
                yield return $"--define:{of}.{name}={Literal(value)}";
            }
        }

        yield return $"--define:process.env.NODE_ENV={Literal(settings.IsDevelopment ? "development" : "production")}";
    }

    /// <summary>What cannot be written after a dot cannot be spelled out, either.</summary>
    private static bool IsIdentifier(string name) => name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$');

    private static string Literal(string value) => JsonSerializer.Serialize(value, TextJson.Default.String);
}
