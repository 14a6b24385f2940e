using System.Globalization;
using System.Text.RegularExpressions;

namespace Perennial.Client.Build;

internal static partial class EsbuildMessages
{
    /// <summary>A place that stands further below belongs to a note.</summary>
    private const int LinesToPlace = 3;

    public static IReadOnlyList<Diagnostic> Read(string output)
    {
        var lines = output.Split('\n');
        var found = new List<Diagnostic>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Head().Match(lines[i]) is not { Success: true } head)
            {
                continue;
            }

            var isError = head.Groups["kind"].Value is "ERROR";
            var diagnostic = new Diagnostic(isError, isError ? "PER1232" : "PER1234", head.Groups["text"].Value.TrimEnd());
            var place = lines.Skip(i + 1).Take(LinesToPlace).TakeWhile(static line => !Head().IsMatch(line))
                .Select(static line => Place().Match(line)).FirstOrDefault(static match => match.Success);
            found.Add(place is null ? diagnostic : diagnostic with
            {
                File = place.Groups["file"].Value,
                Line = Number(place.Groups["line"]),

                // esbuild counts columns from 0.
                Column = Number(place.Groups["column"]) + 1,
            });
        }

        return found;
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    // The mark is another one where the terminal knows no Unicode.
    [GeneratedRegex(@"^\S{1,3} \[(?<kind>ERROR|WARNING)\] (?<text>.+)")]
    private static partial Regex Head();

    [GeneratedRegex(@"^ {4}(?<file>\S.*?):(?<line>\d+):(?<column>\d+):\s*$")]
    private static partial Regex Place();
}
