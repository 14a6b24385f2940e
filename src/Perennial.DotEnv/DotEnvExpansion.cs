using static Perennial.JavaScriptText;

namespace Perennial;

internal sealed class DotEnvExpansion(
    string path, IReadOnlyDictionary<string, string> seen, OrderedDictionary<string, DotEnvAssignment> file)
{
    // A chain of references is a few long. Whatever takes more never ends, or grows like A=$B$B, B=$C$C, and so on.
    private const int MostReferences = 512;

    // As far as a cycle is looked for to be named; nobody reads a longer one.
    private const int LongestWay = 256;

    public string Expand(DotEnvAssignment assignment)
    {
        var text = seen.GetValueOrDefault(assignment.Name) ?? assignment.Value;
        for (var count = 0; LastReference(text) is { } reference; count++)
        {
            var value = NotEmpty(seen.GetValueOrDefault(reference.Name)) ?? NotEmpty(reference.Default)
                ?? (file.TryGetValue(reference.Name, out var other) ? other.Value : "");
            text = ReplaceFirst(text, reference.Text, value);
            if (count == MostReferences || text.Length > DotEnvReader.MaxBytes)
            {
                throw Endless(assignment);
            }
        }

        return text.Replace("\\$", "$", StringComparison.Ordinal);
    }

    private DotEnvException Endless(DotEnvAssignment assignment)
    {
        var way = new List<string>();
        return FindCycle(assignment.Name, way, [])
            ? new("PER1043", $"{path}, line {assignment.Line}: '{assignment.Name}' refers to itself: {string.Join(" -> ", way)}. "
                + "Give one of them a value of its own, or write \\$ for a dollar sign.")
            : new("PER1043", $"{path}, line {assignment.Line}: '{assignment.Name}' does not come to an end: it is longer than "
                + $"{DotEnvReader.MaxBytes} characters or takes more than {MostReferences} references. Refer to fewer variables.");
    }

    private bool FindCycle(string name, List<string> way, HashSet<string> done)
    {
        var before = way.IndexOf(name);
        way.Add(name);
        if (before >= 0)
        {
            way.RemoveRange(0, before);
            return true;
        }

        if (way.Count > LongestWay || !done.Add(name))
        {
            way.RemoveAt(way.Count - 1);
            return false;
        }

        var text = seen.GetValueOrDefault(name) ?? (file.TryGetValue(name, out var assignment) ? assignment.Value : "");
        for (var at = text.IndexOf('$', StringComparison.Ordinal); at >= 0; at = text.IndexOf('$', at + 1))
        {
            if (ReferenceAt(text, at) is { Default: "" } reference && FindCycle(reference.Name, way, done))
            {
                return true;
            }
        }

        way.RemoveAt(way.Count - 1);
        return false;
    }

    /// <summary>The last one: a dollar sign after it that refers to nothing ends the search, as in Next.js.</summary>
    private static Reference? LastReference(string text)
    {
        var at = text.LastIndexOf('$');
        while (at > 0 && text[at - 1] is '\\')
        {
            at = text.LastIndexOf('$', at - 1);
        }

        return at < 0 ? null : ReferenceAt(text, at);
    }

    private static Reference? ReferenceAt(string text, int at)
    {
        var start = at + 1 < text.Length && text[at + 1] is '{' ? at + 2 : at + 1;
        var end = start;
        while (end < text.Length && IsWord(text[end]))
        {
            end++;
        }

        if (end == start)
        {
            return null;
        }

        var (name, other) = (text[start..end], "");
        if (string.CompareOrdinal(text, end, ":-", 0, 2) is 0)
        {
            var length = text.AsSpan(end + 2).IndexOfAny('}', '\\');
            var stop = length < 0 ? text.Length : end + 2 + length;
            other = text[(end + 2)..stop];
            end = stop;
        }

        end += end < text.Length && text[end] is '}' ? 1 : 0;
        return new(text[at..end], name, other);
    }

    private static string? NotEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private readonly record struct Reference(string Text, string Name, string Default);
}
