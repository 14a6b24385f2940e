namespace Perennial.Bench.Driver;

internal sealed record StartUpResult(Candidate Candidate, List<double> Milliseconds);
