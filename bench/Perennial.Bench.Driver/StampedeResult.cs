namespace Perennial.Bench.Driver;

/// <summary>How often the page was rendered, and the shortest and longest wait in milliseconds.</summary>
internal readonly record struct StampedeResult(Candidate Candidate, long Renders, double Shortest, double Longest);
