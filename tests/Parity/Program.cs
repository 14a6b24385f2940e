using Perennial.Parity.Questions;
using Perennial.Parity.Report;
using Perennial.Parity.Sites;

if (args is not [var nextFolder, var twinFolder, var logs, var report, .. var only])
{
    await Console.Error.WriteLineAsync("usage: Perennial.Parity NEXT-APP PUBLISHED-TWIN LOGS REPORT [TEXT-IN-THE-QUESTION]");
    return 2;
}

using var end = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    end.Cancel();
};

Directory.CreateDirectory(logs);
Console.WriteLine("building and starting both sites");
await using var next = await SiteFactory.NextAsync(Path.GetFullPath(nextFolder), logs, end.Token);
await using var ours = await SiteFactory.PerennialAsync(Path.GetFullPath(twinFolder), logs, end.Token);
await Task.WhenAll(next.StartAsync(end.Token), ours.StartAsync(end.Token));

Question[] questions =
[
    .. Growth.All, .. Headers.All, .. Methods.All, .. Crowds.All, .. Failures.All, .. OnDemand.All, .. Races.All, .. Surroundings.All,
];
var comparisons = new List<Comparison>();
foreach (var question in questions.Where(question => only is not [var text] || question.Text.Contains(text, StringComparison.OrdinalIgnoreCase)))
{
    end.Token.ThrowIfCancellationRequested();
    var answers = await Task.WhenAll(Interview.AskAsync(next, question), Interview.AskAsync(ours, question));
    var comparison = new Comparison(question, answers[0], answers[1]);
    comparisons.Add(comparison);
    Console.WriteLine($"{comparison.Verdict,-9} {question.Text}");
    if (comparison.Verdict is Verdict.Different)
    {
        Console.WriteLine($"          Next.js:   {comparison.Next}");
        Console.WriteLine($"          Perennial: {comparison.Ours}");
        Console.WriteLine(question.Better is { } better ? $"          wanted:    {better.Answer}" : "          wanted:    the same");
    }
}

await File.WriteAllTextAsync(report, MarkdownReport.Of(comparisons));
Console.WriteLine(MarkdownReport.Sum(comparisons));
return comparisons.Any(comparison => comparison.Verdict is Verdict.Different) ? 1 : 0;
