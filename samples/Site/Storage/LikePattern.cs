namespace Site.Storage;

/// <summary>Makes a search word safe for SQL's LIKE, where % and _ mean something else.</summary>
internal static class LikePattern
{
    public const string Escape = "\\";

    public static string Containing(string words) =>
        $"%{words.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal)}%";
}
