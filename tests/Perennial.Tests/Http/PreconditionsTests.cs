using Microsoft.Extensions.Primitives;
using Perennial.Http;
using static Perennial.Http.Preconditions.Verdict;

namespace Perennial.Tests.Http;

public sealed class PreconditionsTests
{
    private static readonly DateTimeOffset Modified = new(2026, 3, 1, 10, 0, 0, 500, TimeSpan.Zero);

    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("W/\"a\"", true)]
    [InlineData("*", true)]
    [InlineData(" * ", true)]
    [InlineData("\"x\", \"a\"", true)]
    [InlineData("\"x\",W/\"a\"", true)]
    [InlineData(", ,\"x\" ,\t\"a\",", true)]
    [InlineData("\"x,\\\", \"a\"", true)]
    [InlineData("\"b\"", false)]
    [InlineData("a", false)]
    [InlineData("\"a", false)]
    [InlineData("\"A\"", false)]
    [InlineData("\"a-br\"", false)]
    [InlineData("w/\"a\"", false)]
    [InlineData("W/a", false)]
    [InlineData("\"x\", *", false)]
    [InlineData("", false)]
    [InlineData("\"x,\"a\",\"", false)]
    [InlineData("garbage, \"a\"", false)]
    public void If_none_match_is_compared_weakly(string header, bool matches) =>
        Assert.Equal(matches ? NotModified : Proceed, Preconditions.Evaluate(header, default, "\"a\""));

    [Fact]
    public void Several_lines_are_one_list() =>
        Assert.Equal(NotModified, Preconditions.Evaluate(new StringValues(["\"x\"", "\"a\""]), default, "\"a\""));

    [Fact]
    public void A_tag_may_hold_a_comma() => Assert.Equal(NotModified, Preconditions.Evaluate("\"x\", \"a,b\"", default, "\"a,b\""));

    [Fact]
    public void A_weak_tag_of_ours_matches_too() => Assert.Equal(NotModified, Preconditions.Evaluate("\"a\"", default, "W/\"a\""));

    [Fact]
    public void The_tag_of_another_coding_does_not_match()
    {
        var had = EntityTags.For("a", ContentCoding.Brotli);

        Assert.Equal(NotModified, Preconditions.Evaluate(had, default, EntityTags.For("a", ContentCoding.Brotli)));
        Assert.Equal(Proceed, Preconditions.Evaluate(had, default, EntityTags.For("a", ContentCoding.Identity)));
        Assert.Equal(Proceed, Preconditions.Evaluate(had, default, EntityTags.For("a", ContentCoding.Gzip)));
    }

    [Fact]
    public void Without_a_tag_only_the_star_matches()
    {
        Assert.Equal(Proceed, Preconditions.Evaluate("\"a\"", default, etag: null));
        Assert.Equal(Proceed, Preconditions.Evaluate(new StringValues([null]), default, etag: null));
        Assert.Equal(NotModified, Preconditions.Evaluate("*", default, etag: null));
    }

    [Theory]
    [InlineData("Sun, 01 Mar 2026 10:00:00 GMT", true)]
    [InlineData("Sun, 01 Mar 2026 10:00:01 GMT", true)]
    [InlineData("Sunday, 01-Mar-26 10:00:00 GMT", true)]
    [InlineData("Sun, 01 Mar 2026 09:59:59 GMT", false)]
    [InlineData("yesterday", false)]
    [InlineData("", false)]
    public void If_modified_since_is_compared_by_the_second(string header, bool matches) =>
        Assert.Equal(matches ? NotModified : Proceed, Preconditions.Evaluate(default, header, "\"a\"", Modified));

    [Fact]
    public void If_modified_since_is_ignored_beside_if_none_match() =>
        Assert.Equal(Proceed, Preconditions.Evaluate("\"x\"", "Sun, 01 Mar 2026 10:00:00 GMT", "\"a\"", Modified));

    [Fact]
    public void If_modified_since_says_nothing_when_there_is_no_date_or_two_lines()
    {
        const string Date = "Sun, 01 Mar 2026 10:00:00 GMT";

        Assert.Equal(Proceed, Preconditions.Evaluate(default, Date, "\"a\""));
        Assert.Equal(Proceed, Preconditions.Evaluate(default, new StringValues([Date, Date]), "\"a\"", Modified));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"a\"")]
    [InlineData("W/\"x\", W/\"a\"")]
    public void Nothing_is_allocated(string? header)
    {
        var lines = header is null ? default : new StringValues(header);

        Allocations.None(() => Preconditions.Evaluate(lines, default, "\"a\""));
    }
}
