using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Perennial.Client.Build;

/// <summary>
/// Whether the bundles of the last time still stand for what is there now. MSBuild's own check sees files only, and a value
/// of the process' environment may have changed.
/// </summary>
internal static class UpToDate
{
    public static bool Is(BundleSettings settings, IEnumerable<string> arguments, IReadOnlyCollection<string> entries)
    {
        if (!File.Exists(settings.State) || !File.Exists(settings.Metafile) || !File.Exists(settings.Assets))
        {
            return false;
        }

        var last = Metafile.Read(File.ReadAllText(settings.Metafile), entries);
        return last.Files.All(file => File.Exists(Path.Join(settings.Bundles, file.FileName)))
            && File.ReadAllText(settings.State) == Digest(settings, arguments, last.Inputs);
    }

    public static string Digest(BundleSettings settings, IEnumerable<string> arguments, IEnumerable<string> inputs)
    {
        var client = Path.Join(settings.Project, "Client");
        string[] files =
        [
            typeof(UpToDate).Assembly.Location,
            EsbuildLocator.Find(settings) ?? "",
            Path.Join(settings.Project, "package.json"),
            Path.Join(settings.Project, "tsconfig.json"),
            Path.Join(settings.Project, "node_modules", ".package-lock.json"),
            .. Directory.EnumerateFiles(client, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
            .. inputs.Select(input => Path.Join(settings.Project, input)),
        ];
        var text = new StringBuilder().AppendJoin('\n', arguments).Append('\n').AppendJoin('\n', files.Select(Line));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Line(string path) => new FileInfo(path) is { Exists: true } file
        ? string.Create(CultureInfo.InvariantCulture, $"{path} {file.Length} {file.LastWriteTimeUtc.Ticks}")
        : path;
}
