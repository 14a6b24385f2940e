namespace Perennial;

internal static class PublicVariables
{
    public const string Prefix = "PUBLIC_";
    public const string NextPrefix = "NEXT_PUBLIC_";

    public static bool IsPublic(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) || name.StartsWith(NextPrefix, StringComparison.Ordinal);

    public static SortedDictionary<string, string> Of(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables.Where(static variable => IsPublic(variable.Key)))
        {
            found.TryAdd(name, value);
        }

        return found;
    }
}
