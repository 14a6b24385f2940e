namespace Perennial.Bench.Driver;

/// <summary>How long hits took, in milliseconds, in their order: while nothing else ran, and while renders blocked.</summary>
internal sealed record BlockedResult(Candidate Candidate, IReadOnlyList<double> Quiet, IReadOnlyList<double> Blocked)
{
    public static double Part(IReadOnlyList<double> times, double part)
    {
        var sorted = times.Order().ToList();
        return sorted[(int)Math.Ceiling(part * sorted.Count) - 1];
    }
}
