namespace Perennial.Bench.Driver;

/// <summary>What stood after so many slugs.</summary>
internal readonly record struct FloodSample(int Asked, double Seconds, long Resident, int Files, long DiskBytes);
