using System.Text.Json;

namespace Perennial.Client.Build;

internal sealed record Metafile(IReadOnlyList<string> Inputs, IReadOnlyList<BundledFile> Files)
{
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
