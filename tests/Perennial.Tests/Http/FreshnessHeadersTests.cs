using Perennial.Http;

namespace Perennial.Tests.Http;

public sealed class FreshnessHeadersTests
{
    [Theory]
    [InlineData(60L, null, "s-maxage=60, stale-while-revalidate=31535940", "max-age=60, stale-while-revalidate=31535940")]
    [InlineData(60L, 3600L, "s-maxage=60, stale-while-revalidate=3540", "max-age=60, stale-while-revalidate=3540")]
    [InlineData(null, null, "s-maxage=31536000", "max-age=31536000")]
    [InlineData(60L, 60L, "s-maxage=60", "max-age=60")]
    // Shown for 30 seconds at most, so not fresh for 60 in a shared cache either.
    [InlineData(60L, 30L, "s-maxage=30", "max-age=30")]
    [InlineData(null, 3600L, "s-maxage=3600", "max-age=3600")]
    [InlineData(31536000L, null, "s-maxage=31536000", "max-age=31536000")]
    [InlineData(long.MaxValue, long.MaxValue, "s-maxage=31536000", "max-age=31536000")]
    [InlineData(0L, 10L, "s-maxage=0, stale-while-revalidate=10", "max-age=0, stale-while-revalidate=10")]
    public void A_lifetime_is_declared_to_shared_caches_only(long? revalidate, long? expire, string shared, string cdn)
    {
        var headers = FreshnessHeaders.For(revalidate, expire);

        Assert.Equal("public, max-age=0, must-revalidate, " + shared, headers.CacheControl);
        Assert.Equal(cdn, headers.CdnCacheControl);
    }

    [Fact]
    public void The_constant_fields_are_those_of_the_documents()
    {
        Assert.Equal("private, no-cache, no-store, max-age=0, must-revalidate", FreshnessHeaders.Private);
        Assert.Equal("public, max-age=31536000, immutable", FreshnessHeaders.Immutable);
        Assert.Equal("public, max-age=0", FreshnessHeaders.File);
    }
}
