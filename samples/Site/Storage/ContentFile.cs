using System.Globalization;

namespace Site.Storage;

/// <summary>
/// One embedded text: lines of <c>name: value</c>, a line of three dashes, and the body. The file's name is its slug.
/// </summary>
internal sealed class ContentFile
{
    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);

    private ContentFile(string name, string text)
    {
        Slug = Path.GetFileNameWithoutExtension(name);
        var cut = text.IndexOf("\n---\n", StringComparison.Ordinal);
        Body = cut < 0 ? throw Wrong("has no line of three dashes") : text[(cut + 5)..].Trim();
        foreach (var line in text[..cut].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            _facts[colon < 0 ? throw Wrong($"has a line without a colon: '{line}'") : line[..colon].Trim()] =
                line[(colon + 1)..].Trim();
        }
    }

    public string Slug { get; }

    public string Body { get; }

    public string this[string name] => Find(name) ?? throw Wrong($"lacks '{name}'");

    public static IEnumerable<ContentFile> InFolder(string folder)
    {
        var assembly = typeof(ContentFile).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(folder, StringComparison.Ordinal))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                yield return new ContentFile(name, reader.ReadToEnd().ReplaceLineEndings("\n"));
            }
        }
    }

    public string? Find(string name) => _facts.GetValueOrDefault(name);

    public int Number(string name) => int.Parse(this[name], CultureInfo.InvariantCulture);

    public DateOnly Date(string name) => DateOnly.ParseExact(this[name], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private InvalidOperationException Wrong(string what) => new($"The content file '{Slug}' {what}.");
}
