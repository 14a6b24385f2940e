using Perennial.Parity.Questions;

namespace Perennial.Parity.Report;

/// <summary>A question and both answers.</summary>
internal sealed record Comparison(Question Question, string Next, string Ours)
{
    // Whatever is promised as better is held to its own words, even where Next answers the same by luck.
    public Verdict Verdict => Question.Better is { } better && Ours == better.Answer && Next != better.Answer ? Verdict.Better
        : Ours == Next && (Question.Better is null || Ours == Question.Better.Answer) ? Verdict.Same
        : Verdict.Different;
}
