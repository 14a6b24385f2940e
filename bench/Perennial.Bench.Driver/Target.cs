namespace Perennial.Bench.Driver;

/// <summary>What was promised, beside what was measured.</summary>
internal readonly record struct Target(string Promise, string Measured, bool Met);
