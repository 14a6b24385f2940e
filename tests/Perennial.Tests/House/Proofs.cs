using System.Text.RegularExpressions;

namespace Perennial.Tests.House;

/// <summary>Reads docs/rows.md: which promise is proven by what.</summary>
internal static partial class Proofs
{
    /// <summary>The rows of the table: number, promise, and the proof column as it stands.</summary>
    public static IEnumerable<(int Row, string What, string Proof)> Rows(string markdown) => Row().Matches(markdown)
        .Select(static row => (int.Parse(row.Groups["row"].ValueSpan, null), row.Groups["what"].Value.Trim(), row.Groups["proof"].Value.Trim()));

    /// <summary>What is wrong with a proof, or null.</summary>
    public static string? Judge(string proof, IReadOnlySet<string> tests, Func<string, bool> exists)
    {
        var broken = proof.Split(';', StringSplitOptions.TrimEntries).Select(part => JudgePart(part, tests, exists)).OfType<string>();
        return string.Join("; ", broken) is { Length: > 0 } all ? all : null;
    }

    /// <summary>Every test of every suite as Class.Method, read from the sources: no suite can load all the others.</summary>
    public static HashSet<string> AllTests() =>
        [.. Repository.FilesUnder("tests", ".cs").SelectMany(static file => Tests(Repository.Read(file)))];

    public static IEnumerable<string> Tests(string source)
    {
        var name = "";
        foreach (Match match in ClassOrTest().Matches(source))
        {
            if (match.Groups["class"].Success)
            {
                name = match.Groups["class"].Value;
            }
            else
            {
                yield return $"{name}.{match.Groups["test"].Value}";
            }
        }
    }

    private static string? JudgePart(string part, IReadOnlySet<string> tests, Func<string, bool> exists)
    {
        if (Later().IsMatch(part) || NotApplicable().IsMatch(part))
        {
            return null;
        }

        if (part.StartsWith("docs: ", StringComparison.Ordinal))
        {
            var file = part["docs: ".Length..].Trim('`');
            return exists(file) ? null : $"the file '{file}' does not exist";
        }

        var name = part.Trim('`');
        return Test().IsMatch(name)
            ? tests.Contains(name) ? null : $"no suite has the test '{name}'"
            : $"'{part}' is no proof: it is `Class.Method`, `docs: file`, `later: part N` or `n/a: reason`";
    }

    [GeneratedRegex(@"^\| (?<row>\d+) \| (?<what>[^|]*) \| (?<proof>[^|]*) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^later: part [2-9]$")]
    private static partial Regex Later();

    [GeneratedRegex(@"^n/a: .{10,}$")]
    private static partial Regex NotApplicable();

    [GeneratedRegex(@"^\w+\.\w+$")]
    private static partial Regex Test();

    [GeneratedRegex(
        @"^[ \t]*(?:public|internal)[ \w]* class (?<class>\w+)|\[(?:Fact|Theory)\b[^;{]*?\bpublic (?:static )?(?:async )?(?:void|Task|ValueTask) (?<test>\w+)\(",
        RegexOptions.Multiline)]
    private static partial Regex ClassOrTest();
}
