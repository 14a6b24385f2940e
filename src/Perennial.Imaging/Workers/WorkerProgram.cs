using System.Runtime.InteropServices;
using Perennial.Imaging.Protocol;

namespace Perennial.Imaging.Workers;

/// <summary>
/// What is started: the worker beside the app, run by the same .NET that runs the app. Never the app itself: its Main is
/// the user's, and would run twice.
/// </summary>
internal sealed record WorkerProgram(string? Host, string Worker, WorkerArguments Arguments)
{
    private const string Folder = "perennial-imaging";

    public static WorkerProgram Find(ImagingOptions options) => new(
        FindHost(),
        Path.Combine(AppContext.BaseDirectory, Folder, "perennial-imaging.dll"),
        new(options.MemoryLimit, options.DecodeAvif, options.Library is { } own ? [own] : [.. Libraries(AppContext.BaseDirectory, Platform)]));

    /// <summary>Why it cannot be started, and what to do; null when nothing is missing.</summary>
    public string? Missing() => !File.Exists(Worker)
        ? $"PER4002 the image worker '{Worker}' is not there. It is copied by the package's targets; publish the app with `dotnet publish`, and the folder '{Folder}' with it."
        : Host is null
            ? "PER4003 the program `dotnet` was not found, and the image worker needs it. Install the .NET runtime, and set DOTNET_ROOT to its folder."
            : null;

    private static string Platform => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
        ? $"linux-musl-{Processor}"
        : OperatingSystem.IsWindows() ? $"win-{Processor}" : OperatingSystem.IsMacOS() ? $"osx-{Processor}" : $"linux-{Processor}";

    private static string Processor => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? "arm64" : "x64";

    private static IEnumerable<string> Libraries(string app, string platform)
    {
        var pattern = OperatingSystem.IsWindows() ? "libvips-42.dll" : OperatingSystem.IsMacOS() ? "libvips-cpp*.dylib" : "libvips-cpp.so*";
        string[] carried = [Path.Combine(app, "runtimes", platform, "native"), app, Path.Combine(app, Folder)];
        foreach (var folder in carried.Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal))
            {
                yield return file;
            }
        }

        yield return OperatingSystem.IsWindows() ? "libvips-42.dll" : OperatingSystem.IsMacOS() ? "libvips.42.dylib" : "libvips.so.42";
    }

    private static string? FindHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // …/shared/Microsoft.NETCore.App/10.0.0/
        var shared = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string?[] folders =
        [
            shared,
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
        ];
        return folders
            .Where(static folder => !string.IsNullOrEmpty(folder) && Path.IsPathFullyQualified(folder))
            .Select(folder => Path.Combine(folder!, name))
            .FirstOrDefault(File.Exists);
    }
}
