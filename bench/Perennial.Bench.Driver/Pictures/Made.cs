namespace Perennial.Bench.Driver.Pictures;

/// <summary>What a picture took: milliseconds on the wall, milliseconds of CPU, and its bytes.</summary>
internal sealed record Made(double Ms, double Cpu, long Bytes);
