using System.Text.Json;

namespace Perennial.Client.Build;

/// <summary>What esbuild tells of its work: which file came from what.</summary>
internal sealed record Metafile(IReadOnlyList<string> Inputs, IReadOnlyList<BundledFile> Files)
{
    /// <param name="json">The metafile.</param>
    /// <param name="entries">The paths of the entry points, as they were given. A module that is imported dynamically is one for esbuild, too.</param>
    public static Metafile Read(string json, IReadOnlyCollection<string> entries)
    {
        using var document = JsonDocument.Parse(json);
        var outputs = document.RootElement.GetProperty("outputs").EnumerateObject().ToList();
        var asked = outputs.Where(output => Text(output.Value, "entryPoint") is { } entry && entries.Contains(entry))
            .SelectMany(static output => new[] { output.Name, Text(output.Value, "cssBundle") })
            .ToHashSet(StringComparer.Ordinal);
        return new(
            [.. document.RootElement.GetProperty("inputs").EnumerateObject().Select(static input => input.Name).Where(static name => name[0] is not '<')],
            [.. outputs.Select(output => new BundledFile(Path.GetFileName(output.Name), asked.Contains(output.Name)))]);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
