using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;

namespace Perennial.Deployment;

/// <summary>
/// The identity of the code that runs: a hash over the module version ids of all assemblies that lie beside the app. The
/// compiler gives each module an id of its content, so the app's own alone would not tell of a library that it uses.
/// </summary>
/// <remarks>
/// One source that is compiled in two folders may have two of them, because paths are part of what is compiled. Who wants
/// such builds to be one gives them one build id.
/// </remarks>
internal sealed class RunningCode
{
    private const int Length = 16;

    private readonly Lazy<string> _id = new(static () => Of(
        AppContext.BaseDirectory, Assembly.GetEntryAssembly()?.GetName().Name, Environment.ProcessPath));

    public string Id => _id.Value;

    public static string Of(string folder, string? app, string? program)
    {
        var modules = Assemblies(folder)
            .Select(path => (Name: Path.GetRelativePath(folder, path), Version: VersionOf(path)?.ToString()))
            .Where(static module => module.Version is not null)
            .OrderBy(static module => module.Name, StringComparer.Ordinal)
            .ToList();
        if (modules.All(module => module.Name != app + ".dll") && program is not null)
        {
            using var file = File.OpenRead(program);
            modules.Add((app ?? "", Convert.ToHexStringLower(SHA256.HashData(file))));
        }

        var text = string.Join('\n', modules.Select(static module => $"{module.Name} {module.Version}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Length));
    }

    private static IEnumerable<string> Assemblies(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.dll"),
        .. Directory.EnumerateDirectories(folder).SelectMany(static below => Directory.EnumerateFiles(below, "*.resources.dll")),
    ];

    private static Guid? VersionOf(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            if (!file.HasMetadata)
            {
                return null;
            }

            var metadata = file.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
