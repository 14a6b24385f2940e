using System.Text;

namespace Perennial.Rules;

/// <summary>Recognises a source as Next.js spells it, and spells it as a route template.</summary>
internal static class NextSyntax
{
    public static string? Translate(string source)
    {
        if (!IsNexts(source))
        {
            return null;
        }

        var text = new StringBuilder();
        var unnamed = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] is ':' && i + 1 < source.Length && IsName(source[i + 1]))
            {
                i = Parameter(source, i + 1, text) - 1;
            }
            else if (EndOfGroup(source, i) is var end && end > 0)
            {
                text.Append(Format($"p{unnamed++}", source[(i + 1)..end], modifier: ' '));
                i = end;
            }
            else if (source.AsSpan(i).StartsWith("{/}?", StringComparison.Ordinal))
            {
                // A trailing slash needs no spelling here.
                i += 3;
            }
            else
            {
                text.Append(source[i]);
            }
        }

        return text.ToString();
    }

    private static bool IsNexts(string source)
    {
        var depth = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source.AsSpan(i).StartsWith("{/}?", StringComparison.Ordinal))
            {
                return true;
            }

            depth += source[i] is '{' ? 1 : source[i] is '}' ? -1 : 0;
            if (depth == 0 && ((source[i] is ':' && i + 1 < source.Length && IsName(source[i + 1])) || EndOfGroup(source, i) > 0))
            {
                return true;
            }
        }

        return false;
    }

    private static int Parameter(string source, int start, StringBuilder text)
    {
        var end = start;
        while (end < source.Length && IsName(source[end]))
        {
            end++;
        }

        var name = source[start..end];
        string? regex = null;
        if (end < source.Length && source[end] is '(' && Closing(source, end) is var close && close > 0)
        {
            regex = source[(end + 1)..close];
            end = close + 1;
        }

        var modifier = end < source.Length ? source[end] : ' ';
        text.Append(Format(name, regex, modifier));
        return modifier is '*' or '+' or '?' ? end + 1 : end;
    }

    private static string Format(string name, string? regex, char modifier)
    {
        if (regex is ".*" or ".+")
        {
            // Anything, slashes too.
            (regex, modifier) = (null, '*');
        }

        // A brace inside of a template is written twice.
        var constraint = regex is null ? ""
            : $":regex(^({regex.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)})$)";
        return $"{{{(modifier is '*' or '+' ? "**" : "")}{name}{constraint}{(modifier is '?' ? "?" : "")}}}";
    }

    /// <summary>
    /// Where a group ends that is a pattern without a name, <c>(.*)</c>; 0 when there is none. Brackets round plain text are
    /// text, and a look-around has no other spelling.
    /// </summary>
    private static int EndOfGroup(string source, int open) =>
        source[open] is '(' && Closing(source, open) is var close && close > 0
        && source.AsSpan(open, close - open).IndexOfAny("*+|[\\") > 0 && !source.AsSpan(open, close - open).Contains("(?", StringComparison.Ordinal)
            ? close
            : 0;

    private static int Closing(string source, int open)
    {
        var depth = 0;
        for (var i = open; i < source.Length; i++)
        {
            depth += source[i] is '(' ? 1 : source[i] is ')' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsName(char character) => char.IsAsciiLetterOrDigit(character) || character is '_';
}
