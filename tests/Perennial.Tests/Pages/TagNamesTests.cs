using Perennial.Caching;
using Perennial.Pages;

namespace Perennial.Tests.Pages;

public sealed class TagNamesTests
{
    [Theory]
    [InlineData("posts", "posts")]
    [InlineData("a, b, c, d", "a", "b", "c", "d")]
    [InlineData("a, b, c and 2 more", "a", "b", "c", "d", "e")]
    [InlineData("a?error: the site is down", "a\nerror: the site is down")]
    public void The_first_few_are_named_on_one_line(string expected, params string[] tags) =>
        Assert.Equal(expected, TagNames.Of([.. tags.Select(CacheTag.User)]));

    [Fact]
    public void A_path_is_named_as_one() =>
        Assert.Equal("path:/blog, all:", TagNames.Of([CacheTag.Path("/blog"), CacheTag.All]));
}
