namespace Perennial.Bench.Driver;

/// <summary>What wrk counted; latencies in milliseconds.</summary>
internal readonly record struct WrkResult(long Requests, long Failures, double Median, double NinetyNine, double Longest);
