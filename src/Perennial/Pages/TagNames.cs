using Perennial.Caching;

namespace Perennial.Pages;

/// <summary>Tags as a line of a log names them: the first few, on that one line whatever they hold.</summary>
internal static class TagNames
{
    private const int Shown = 3;

    public static string Of(IReadOnlyList<CacheTag> tags)
    {
        var names = string.Join(", ", tags.Take(tags.Count > Shown + 1 ? Shown : tags.Count).Select(static tag => OneLine(tag.ToString())));
        return tags.Count > Shown + 1 ? $"{names} and {tags.Count - Shown} more" : names;
    }

    private static string OneLine(string name) =>
        name.Any(char.IsControl) ? string.Concat(name.Select(static letter => char.IsControl(letter) ? '?' : letter)) : name;
}
