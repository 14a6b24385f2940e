namespace Perennial.Bench.Driver;

/// <summary>One candidate's turn: CPU and allocated bytes for each request.</summary>
internal readonly record struct HitRound(double Microseconds, double Allocated, WrkResult Wrk);
