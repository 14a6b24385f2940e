using Perennial.Answers;
using Perennial.Caching.Ledger;
using Perennial.Caching.Reads;

namespace Perennial.Tests.Answers;

public sealed class CacheAnswerTests
{
    [Theory]
    [InlineData(ReadStatus.Hit, false, null)]
    [InlineData(ReadStatus.Stale, false, null)]
    [InlineData(ReadStatus.Unrendered, false, "Perennial; hit; detail=render-failed")]
    [InlineData(ReadStatus.Miss, false, "Perennial; fwd=uri-miss; stored")]
    [InlineData(ReadStatus.Miss, true, "Perennial; fwd=uri-miss; collapsed")]
    [InlineData(ReadStatus.Expired, false, "Perennial; fwd=miss; stored; detail=expired")]
    [InlineData(ReadStatus.Expired, true, "Perennial; fwd=miss; collapsed; detail=expired")]
    [InlineData(ReadStatus.StaleFailed, true, "Perennial; fwd=stale; detail=render-failed")]
    [InlineData(ReadStatus.StaleRefused, false, "Perennial; fwd=stale; detail=render-refused")]
    [InlineData(ReadStatus.NotKept, false, "Perennial; fwd=bypass; detail=dynamic")]
    [InlineData(ReadStatus.Failed, false, null)]
    [InlineData(ReadStatus.Refused, false, null)]
    [InlineData(ReadStatus.Bypass, true, "Perennial; fwd=bypass; detail=passed-on")]
    internal void The_header_says_what_the_cache_did(ReadStatus status, bool joined, string? expected) =>
        Assert.Equal(expected, CacheAnswer.StatusOf(new(status, Joined: joined)));

    [Theory]
    [InlineData(FreshnessReason.Age, null)]
    [InlineData(FreshnessReason.Tag, "Perennial; hit; ttl=-1; detail=revalidated")]
    [InlineData(FreshnessReason.Epoch, "Perennial; hit; ttl=-1; detail=revalidated")]
    internal void Of_what_was_revalidated_it_cannot_say_for_how_long(FreshnessReason reason, string? expected) =>
        Assert.Equal(expected, CacheAnswer.StatusOf(new(ReadStatus.Stale, Freshness: new(FreshnessState.Stale, reason))));
}
