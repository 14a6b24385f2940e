namespace Perennial.Bench.Driver;

internal readonly record struct FullLoadResult(double RendersPerSecond, WrkResult Wrk);
