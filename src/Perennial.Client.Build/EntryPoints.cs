using System.Buffers;

namespace Perennial.Client.Build;

internal static class EntryPoints
{
    public const string Islands = "perennial-islands";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static IReadOnlyList<EntryPoint> Find(string project)
    {
        var folder = Path.Join(project, "Client");
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateFiles(folder).Select(static file => Path.GetFileName(file))
                .Where(EntryPoint.Is).Order(StringComparer.Ordinal).Select(static name => new EntryPoint("Client/" + name)),
        ];
    }

    /// <summary>Names that could not be served, or would be served twice.</summary>
    public static IEnumerable<Diagnostic> Check(IReadOnlyList<EntryPoint> entries)
    {
        foreach (var entry in entries.Where(static entry => entry.Name.AsSpan().ContainsAnyExcept(Allowed) || entry.Name is Islands))
        {
            yield return new(true, "PER1233", $"'{entry.Name}' cannot be a bundle's name: take letters, digits, '-', '_' and '.', and not '{Islands}'.")
            {
                File = entry.Path,
            };
        }

        // On the wire case does not count.
        foreach (var same in entries.GroupBy(static entry => entry.Label, StringComparer.OrdinalIgnoreCase).Where(static same => same.Skip(1).Any()))
        {
            yield return Twice(same.Key, same.Last().Path, same.First().Path);
        }
    }

    public static Diagnostic Twice(string label, string path, string other) => new(
        true, "PER1233", $"This and {other} both make '{label}'. Rename one of them; a file that is only imported can go into a folder below Client.")
    {
        File = path,
    };
}
