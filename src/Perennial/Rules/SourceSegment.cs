namespace Perennial.Rules;

internal sealed record SourceSegment(string? Literal, int Parameter, bool IsCatchAll, bool IsOptional, IReadOnlyList<SourceSegment.Part> Parts)
{
    public readonly record struct Part(string? Literal, int Parameter, bool IsOptional);

    /// <summary>
    /// Takes a segment apart from its end to its beginning, each literal at its last place, as routing does. One look for
    /// each part, and never back: <c>{a}-{b}-{c}</c> is linear in the text.
    /// </summary>
    public bool TryTakeApart(ReadOnlySpan<char> path, Range segment, Span<Range> values)
    {
        var (start, end) = (segment.Start.Value, segment.End.Value);
        var i = Parts.Count - 1;
        if (Parts[i].IsOptional && !HasTail(path[start..end], Parts[i - 1].Literal!))
        {
            i -= 2;
        }

        for (; i >= 0; i--)
        {
            var part = Parts[i];
            if (part.Literal is not null)
            {
                if (!path[start..end].EndsWith(part.Literal, StringComparison.OrdinalIgnoreCase))
                {
                    return false;
                }

                end -= part.Literal.Length;
                continue;
            }

            var from = i == 0 ? start : StartOf(path[start..end], i) + start;
            if (from < start || from >= end)
            {
                return false;
            }

            values[part.Parameter] = from..end;
            end = from;
        }

        return end == start;
    }

    // The parameter begins behind the last occurrence of the literal before it, and has at least one character.
    private int StartOf(ReadOnlySpan<char> text, int part)
    {
        var literal = Parts[part - 1].Literal!;
        if (part == 1)
        {
            return text.StartsWith(literal, StringComparison.OrdinalIgnoreCase) ? literal.Length : -1;
        }

        // Nothing may be left, of ".x" in {a}-{b}.{c}.
        var at = text[..Math.Max(0, text.Length - 1)].LastIndexOf(literal, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? -1 : at + literal.Length;
    }

    private static bool HasTail(ReadOnlySpan<char> text, string separator) =>
        text.LastIndexOf(separator, StringComparison.Ordinal) is var at && at >= 0 && at + separator.Length < text.Length;
}
