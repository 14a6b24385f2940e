namespace Perennial;

/// <summary>Characters and replacements as JavaScript sees them: a file means what it means to Next.js.</summary>
internal static class JavaScriptText
{
    // .NET counts U+0085 as white space and the byte order mark not; JavaScript does it the other way round.
    public static bool IsWhiteSpace(char c) => c is '\uFEFF' || (c is not '\u0085' && char.IsWhiteSpace(c));

    public static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u2028' or '\u2029';

    public static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_';

    public static int SkipWhiteSpace(string text, int at)
    {
        while (at < text.Length && IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    public static string Trim(string text)
    {
        var start = SkipWhiteSpace(text, 0);
        var end = text.Length;
        while (end > start && IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>
    /// <c>String.prototype.replace</c> of the first <paramref name="found"/>. It reads <c>$$</c>, <c>$&amp;</c>, <c>$`</c>
    /// and <c>$'</c> in the replacement, which Next.js hardly wants, but a file has the same value in both.
    /// </summary>
    public static string ReplaceFirst(string text, string found, string replacement)
    {
        var at = text.IndexOf(found, StringComparison.Ordinal);
        var (before, after) = (text[..at], text[(at + found.Length)..]);
        if (!replacement.Contains('$', StringComparison.Ordinal))
        {
            return before + replacement + after;
        }

        var result = new System.Text.StringBuilder(before);
        for (var i = 0; i < replacement.Length; i++)
        {
            var pattern = replacement[i] is '$' && i + 1 < replacement.Length
                ? replacement[i + 1] switch { '$' => "$", '&' => found, '`' => before, '\'' => after, _ => null }
                : null;
            if (pattern is null)
            {
                result.Append(replacement[i]);
            }
            else
            {
                result.Append(pattern);
                i++;
            }
        }

        return result.Append(after).ToString();
    }
}
