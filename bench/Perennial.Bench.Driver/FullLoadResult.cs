namespace Perennial.Bench.Driver;

internal readonly record struct FullLoadResult(Candidate Candidate, double RendersPerSecond, WrkResult Wrk);
