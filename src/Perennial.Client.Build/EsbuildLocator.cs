using System.Runtime.InteropServices;

namespace Perennial.Client.Build;

/// <summary>Finds esbuild's own program: npm's wrapper would need Node only to start it.</summary>
internal static class EsbuildLocator
{
    public const string Version = "0.28.2";

    public static readonly string Platform =
        (OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux")
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static readonly string Program = OperatingSystem.IsWindows() ? "esbuild.exe" : Path.Join("bin", "esbuild");

    public static string? Find(BundleSettings settings) => settings.Esbuild is { Length: > 0 } given
        ? File.Exists(Path.GetFullPath(given, settings.Project)) ? Path.GetFullPath(given, settings.Project) : null
        : Above(settings.Project).Select(static folder => Path.Join(folder, "node_modules", "@esbuild", Platform, Program)).FirstOrDefault(File.Exists);

    public static Diagnostic Missing(BundleSettings settings) => new(
        true,
        "PER1230",
        settings.Esbuild is { Length: > 0 } given
            ? $"PerennialEsbuild names '{given}', and there is no such file. Give the path of esbuild's program, or leave it out to use the app's packages."
            : $"Client/ is to be bundled, and esbuild is not installed for {Platform}. Type in '{settings.Project}': {Command(settings)}");

    private static string Command(BundleSettings settings) =>
        File.Exists(Path.Join(settings.Project, "package.json"))
        && File.ReadAllText(Path.Join(settings.Project, "package.json")).Contains("\"esbuild\"", StringComparison.Ordinal)
            ? "npm install"
            : $"npm install --save-dev --save-exact esbuild@{Version}";

    // As Node looks for packages: a repository may have one node_modules for many projects.
    private static IEnumerable<string> Above(string project)
    {
        for (var folder = project; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
