namespace Perennial.Bench.Driver;

internal sealed record FloodResult(string Page, IReadOnlyList<FloodSample> Samples, IReadOnlyDictionary<int, long> Statuses, long LiveBytes);
