using static Perennial.JavaScriptText;

namespace Perennial;

/// <summary>
/// Reads the text of a <c>.env</c> file. <c>@next/env</c> does this by one regular expression that goes back and tries
/// again; this goes forward, in time that grows with the text, and finds the same. What looks odd below (a value on the line
/// after its name, a quote that was escaped and closes all the same) is what that expression finds.
/// </summary>
internal static class DotEnvParser
{
    public static List<DotEnvAssignment> Parse(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var found = new List<DotEnvAssignment>();
        var (line, counted) = (1, 0);
        for (var at = SkipWhiteSpace(text, 0); at < text.Length;)
        {
            var end = at + 1;
            if (FindName(text, at) is { } name)
            {
                line += text.AsSpan(counted, at - counted).Count('\n');
                counted = at;
                (var value, end) = ReadValue(text, name.ValueStart);
                found.Add(new(text[name.Start..name.End], Unquote(Trim(value)), line));
            }

            at = SkipWhiteSpace(text, NextLine(text, end));
        }

        return found;
    }

    private static (int Start, int End, int ValueStart)? FindName(string text, int at)
    {
        const string Export = "export";
        if (string.CompareOrdinal(text, at, Export, 0, Export.Length) is 0)
        {
            var name = SkipWhiteSpace(text, at + Export.Length);
            if (name > at + Export.Length && NameAt(text, name) is { } exported)
            {
                return exported;
            }
        }

        // "export = 1" sets a variable of that name.
        return NameAt(text, at);
    }

    private static (int Start, int End, int ValueStart)? NameAt(string text, int start)
    {
        var end = start;
        while (end < text.Length && (IsWord(text[end]) || text[end] is '.' or '-'))
        {
            end++;
        }

        if (end == start)
        {
            return null;
        }

        var sign = SkipWhiteSpace(text, end);
        if (sign < text.Length && text[sign] is '=')
        {
            return (start, end, sign + 1);
        }

        // The other form: a colon at once after the name, and white space after it.
        return end + 1 < text.Length && text[end] is ':' && IsWhiteSpace(text[end + 1]) ? (start, end, end + 2) : null;
    }

    private static (string Value, int End) ReadValue(string text, int at)
    {
        var open = SkipWhiteSpace(text, at);
        if (open < text.Length && text[open] is '\'' or '"' or '`')
        {
            foreach (var close in ClosingQuotes(text, open))
            {
                if (EndOfLine(text, close + 1) is { } end)
                {
                    return (text[at..(close + 1)], end);
                }
            }
        }

        var length = text.AsSpan(at).IndexOfAny('#', '\n');
        var stop = length < 0 ? text.Length : at + length;
        return (text[at..stop], EndOfLine(text, stop)!.Value);
    }

    private static IEnumerable<int> ClosingQuotes(string text, int open)
    {
        var escaped = new Stack<int>();
        for (var at = open + 1; at < text.Length; at++)
        {
            at = text.IndexOf(text[open], at);
            if (at < 0)
            {
                break;
            }

            if (text[at - 1] is not '\\')
            {
                yield return at;
                break;
            }

            escaped.Push(at);
        }

        foreach (var at in escaped)
        {
            yield return at;
        }
    }

    /// <summary>
    /// Where the line ends when nothing but white space and a comment is left of it; null when something is. White space
    /// includes empty lines, and so a comment on a line of its own.
    /// </summary>
    private static int? EndOfLine(string text, int at)
    {
        var rest = SkipWhiteSpace(text, at);
        if (rest == text.Length)
        {
            return rest;
        }

        if (text[rest] is '#')
        {
            var length = text.AsSpan(rest).IndexOfAny('\n', '\u2028', '\u2029');
            return length < 0 ? text.Length : rest + length;
        }

        var end = rest - 1;
        while (end >= at && !IsLineEnd(text[end]))
        {
            end--;
        }

        return end < at ? null : end;
    }

    private static int NextLine(string text, int at)
    {
        while (at < text.Length && at > 0 && !IsLineEnd(text[at - 1]))
        {
            at++;
        }

        return at;
    }

    private static string Unquote(string value)
    {
        if (value is "")
        {
            return value;
        }

        var inside = WithoutQuotes(value);
        return value[0] is '"'
            ? inside.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal)
            : inside;
    }

    private static string WithoutQuotes(string value)
    {
        var result = "";
        var copied = 0;
        for (var at = 0; at < value.Length; at = NextLine(value, at + 1))
        {
            if (value[at] is '\'' or '"' or '`' && LastQuote(value, at) is var close && close > at)
            {
                result += value[copied..at] + value[(at + 1)..close];
                copied = close + 1;
                at = close;
            }
        }

        return result + value[copied..];
    }

    private static int LastQuote(string value, int open)
    {
        for (var at = value.Length - 1; at > open; at--)
        {
            if (value[at] == value[open] && (at + 1 == value.Length || IsLineEnd(value[at + 1])))
            {
                return at;
            }
        }

        return -1;
    }
}

internal readonly record struct DotEnvAssignment(string Name, string Value, int Line);
