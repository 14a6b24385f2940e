namespace Perennial.Bench.Driver.Pictures;

/// <summary>Memory in bytes (before, at its worst, after), time in seconds (wall and CPU), and how many were answered 200.</summary>
internal sealed record CrowdResult(string Name, long Before, long Peak, double Seconds, double Cpu, int Answered, long After);
