using System.Globalization;
using System.Text;

namespace Perennial.Parity.Report;

/// <summary>The table that is committed.</summary>
internal static class MarkdownReport
{
    public static string Of(IReadOnlyCollection<Comparison> comparisons)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # The same questions, asked of Next.js and of Perennial

            `./build parity` writes this. It builds and starts `tests/Parity/next` (Next.js 16.4.6) and `tests/Parity/Twin`, each with
            a data source of its own that counts renders, and asks both the same over HTTP. HIT, STALE and MISS are what
            `x-nextjs-cache` says there, and `Cache-Status` (RFC 9211) here. The rows are those of `docs/rows.md`.


            """);
        text.AppendLine(CultureInfo.InvariantCulture, $"{Sum(comparisons)}.").AppendLine();
        text.AppendLine("| Question | Rows | Next.js | Perennial | Verdict |").AppendLine("|---|---|---|---|---|");
        foreach (var comparison in comparisons)
        {
            var question = comparison.Question;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {question.Text} | {question.Rows} | {Cell(comparison.Next)} | {Cell(comparison.Ours)} | {VerdictOf(comparison)} |");
        }

        return text.ToString();
    }

    public static string Sum(IReadOnlyCollection<Comparison> comparisons) => string.Create(
        CultureInfo.InvariantCulture,
        $"{comparisons.Count} questions: {Count(comparisons, Verdict.Same)} the same, {Count(comparisons, Verdict.Better)} better, {Count(comparisons, Verdict.Different)} different");

    private static int Count(IEnumerable<Comparison> comparisons, Verdict verdict) =>
        comparisons.Count(comparison => comparison.Verdict == verdict);

    private static string VerdictOf(Comparison comparison) => comparison.Verdict switch
    {
        Verdict.Same => "same",
        Verdict.Better => "better: " + comparison.Question.Better!.Reason,
        _ => "**different**",
    };

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
