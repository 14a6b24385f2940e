using Perennial.Caching.Reads;
using Perennial.Telemetry;

namespace Perennial.Tests.Telemetry;

public sealed class CacheResultTests
{
    [Theory]
    [InlineData(ReadStatus.Hit, "hit")]
    [InlineData(ReadStatus.Stale, "stale")]
    [InlineData(ReadStatus.Unrendered, "stale")]
    [InlineData(ReadStatus.Miss, "miss")]
    [InlineData(ReadStatus.Expired, "expired")]
    [InlineData(ReadStatus.StaleFailed, "failed")]
    [InlineData(ReadStatus.StaleRefused, "refused")]
    [InlineData(ReadStatus.NotKept, "bypass")]
    [InlineData(ReadStatus.Failed, "failed")]
    [InlineData(ReadStatus.Refused, "refused")]
    [InlineData(ReadStatus.Bypass, "bypass")]
    internal void The_metrics_know_few_words(ReadStatus status, string expected) => Assert.Equal(expected, CacheResult.Of(status));
}
