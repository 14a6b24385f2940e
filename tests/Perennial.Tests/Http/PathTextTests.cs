using Perennial.Http;

namespace Perennial.Tests.Http;

public sealed class PathTextTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a", "/a")]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a/", "/a")]
    [InlineData("//a", "/a")]
    [InlineData("/a//b", "/a/b")]
    [InlineData("///", "/")]
    [InlineData("//a///b//", "/a/b")]
    [InlineData("", "/")]
    [InlineData("a", "/a")]
    [InlineData("/a%2F", "/a%2F")]
    public void A_path_has_one_canonical_spelling(string path, string canonical)
    {
        Assert.Equal(canonical, PathText.Canonical(path));
        Assert.Equal(path == canonical, PathText.IsCanonical(path));
        Assert.True(PathText.IsCanonical(canonical));
    }

    [Fact]
    public void A_canonical_path_costs_nothing() => Allocations.None(() => PathText.Encode(PathText.Canonical("/blog/post-1")));

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/blog/post-1", "/blog/post-1")]
    [InlineData("/a:b@c;d=e,f!$&'()*+~", "/a:b@c;d=e,f!$&'()*+~")]
    [InlineData("/a b", "/a%20b")]
    [InlineData("/café/🌱", "/caf%C3%A9/%F0%9F%8C%B1")]
    [InlineData("/a%2Fb%2fc", "/a%2Fb%2Fc")]
    [InlineData("/100%", "/100%25")]
    [InlineData("/a%20b", "/a%2520b")]
    [InlineData("/what?#[x]", "/what%3F%23%5Bx%5D")]
    [InlineData("/\\evil.example", "/%5Cevil.example")]
    [InlineData("//evil.example/x", "/evil.example/x")]
    [InlineData("/a\r\nb", "/a%0D%0Ab")]
    [InlineData("/\"<>", "/%22%3C%3E")]
    public void A_decoded_path_is_encoded_for_a_location_header(string path, string encoded) =>
        Assert.Equal(encoded, PathText.Encode(path));

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() =>
        Assert.Equal("/%EF%BF%BDx", PathText.Encode("/" + '\ud800' + "x"));

    // Kestrel's view of what we sent is the path that we meant.
    [Fact]
    public void Encoding_loses_nothing()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var path = "/x" + new string(random.GetItems("ab %2025/é€~\"\\+?#;".ToCharArray(), 8));
            if (path.Contains("%2f", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            Assert.Equal(path, Uri.UnescapeDataString(PathText.Encode(path)));
        }
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/x", true)]
    [InlineData("/x?next=//evil.example", true)]
    [InlineData("/x?q=%0a#%09", true)]
    [InlineData("/caf%C3%A9/a%2Fb", true)]
    [InlineData("/a//b", true)]
    [InlineData("/100%", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("x", false)]
    [InlineData(" /x", false)]
    [InlineData("~/x", false)]
    [InlineData("//evil.example", false)]
    [InlineData("///evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("\\/evil.example", false)]
    [InlineData("/\t/evil.example", false)]
    [InlineData("/\n/evil.example", false)]
    [InlineData("/x\r\nSet-Cookie: a=b", false)]
    [InlineData("/x?a=\r\n", false)]
    [InlineData("/%09/evil.example", false)]
    [InlineData("/%0d%0aSet-Cookie:a", false)]
    [InlineData("/%2Fevil.example", false)]
    [InlineData("/%2f%2fevil.example", false)]
    [InlineData("/%5Cevil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("javascript:alert(1)", false)]
    public void Only_a_path_of_this_site_is_local(string? location, bool expected) => Assert.Equal(expected, PathText.IsLocal(location));
}
