using System.Reflection;
using System.Text.RegularExpressions;
using Perennial.Http;

namespace Perennial.Tests.Http;

public sealed partial class CacheStatusTests
{
    [Theory]
    [InlineData(35, "Perennial; hit; ttl=35")]
    [InlineData(0, "Perennial; hit; ttl=0")]
    [InlineData(-3, "Perennial; hit; ttl=-3")]
    [InlineData(31536000, "Perennial; hit; ttl=31536000")]
    [InlineData(-31536000, "Perennial; hit; ttl=-31536000")]
    public void A_hit_says_how_long_it_stays_fresh(long ttl, string expected) => Assert.Equal(expected, CacheStatus.Hit(ttl));

    [Fact]
    public void Lifetimes_that_share_a_slot_are_told_apart()
    {
        for (var ttl = -3000L; ttl < 3000; ttl++)
        {
            Assert.Equal($"Perennial; hit; ttl={ttl}", CacheStatus.Hit(ttl));
            Assert.Equal($"Perennial; hit; ttl={ttl + 1024}", CacheStatus.Hit(ttl + 1024));
        }
    }

    [Fact]
    public void A_hit_in_the_same_second_allocates_nothing() => Allocations.None(() => CacheStatus.Hit(31_535_990));

    // RFC 9211 §2 and RFC 9651: an item with parameters from the registry, in lower case.
    [Fact]
    public void Every_value_is_well_formed()
    {
        var values = typeof(CacheStatus).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Matches(WellFormed(), value));
    }

    [GeneratedRegex(
        "^Perennial; (hit(; ttl=-?[0-9]+)?|fwd=(uri-miss|miss|bypass|method|stale))(; (stored|collapsed))?(; detail=[a-z-]+)?$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WellFormed();
}
