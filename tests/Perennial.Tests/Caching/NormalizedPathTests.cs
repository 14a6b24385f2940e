using Perennial.Caching;

namespace Perennial.Tests.Caching;

public sealed class NormalizedPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("//", "/")]
    [InlineData("/a/", "/a")]
    [InlineData("/a//b", "/a/b")]
    [InlineData("/a//../b", "/a/b")]
    [InlineData("/a/./b/../c", "/a/c")]
    [InlineData("/../a", "/a")]
    [InlineData("/a/%2e%2E/b", "/b")]
    [InlineData("/a%2fb%2Fc", "/a%2Fb%2Fc")]
    [InlineData("/a/..%2fb", "/a/..%2Fb")]
    [InlineData("/%7euser/%41", "/~user/A")]
    [InlineData("/caf%c3%a9", "/café")]
    [InlineData("/café", "/café")]
    [InlineData("/a%20b+c", "/a b+c")]
    [InlineData("/a%5Cb", "/a\\b")]
    [InlineData("/100%25", "/100%")]
    [InlineData("/100%", "/100%")]
    [InlineData("/%e9/%zz", "/%e9/%zz")]
    [InlineData("/a%252Fb", "/a%2Fb")]
    [InlineData("/a%2520b", "/a%20b")]
    [InlineData("/a%3Fb", "/a?b")]
    [InlineData("/a?b=%2f#c", "/a")]
    [InlineData("/a#c", "/a")]
    public void A_path_has_one_name(string path, string name)
    {
        Assert.Equal(name, NormalizedPath.Of(path));
        Assert.Equal(name, CacheTag.Path(path).Value);
    }

    [Theory]
    [InlineData("/fern.png", "/fern.png")]
    [InlineData("/f%65rn.png?a=%2f", "/fern.png?a=%2F")]
    [InlineData("/farn/grün 1.png", "/farn/gr%C3%BCn%201.png")]
    [InlineData("/farn/gr%c3%bcn%201.png", "/farn/gr%C3%BCn%201.png")]
    [InlineData("/a+b%2Bc", "/a+b%2Bc")]
    [InlineData("/100%.png", "/100%25.png")]
    [InlineData("https://img.example/%7Ea?w={w}", "https://img.example/~a?w=%7Bw%7D")]
    public void A_picture_has_one_name(string url, string name)
    {
        Assert.Equal(name, CacheTag.Image(url).Value);
        Assert.Equal(name, NormalizedUrl.Of(name));
    }

    [Theory]
    [InlineData("/fern.png", "", "/fern.png")]
    [InlineData("~/fern.png", "", "/fern.png")]
    [InlineData("fern.png?v=1", "", "/fern.png?v=1")]
    [InlineData("https://img.example/fern.png", "/docs", "https://img.example/fern.png")]
    [InlineData("/fern.png", "/docs", "/fern.png", "/docs/fern.png")]
    [InlineData("~/fern.png", "/docs", "/fern.png", "/docs/fern.png")]
    [InlineData("fern.png", "/docs", "/fern.png", "/docs/fern.png")]
    [InlineData("/docs/fern.png", "/docs", "/fern.png", "/docs/fern.png")]
    [InlineData("/docsfern.png", "/docs", "/docsfern.png", "/docs/docsfern.png")]
    [InlineData("/my%20site/fern.png", "/my site", "/fern.png", "/my%20site/fern.png")]
    public void A_picture_is_called_by_each_name_that_a_page_may_give_it(string src, string basePath, params string[] names) =>
        Assert.Equal(names, CacheTag.Pictures(CacheTag.Image(src).Value, basePath).Select(static tag => tag.Value));
}
