using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class ImageSrcTests
{
    [Theory]
    [InlineData("/photos/fern.jpg", "/photos/fern.jpg")]
    [InlineData("https://images.test/7.jpg?w=3", "https://images.test/7.jpg?w=3")]
    [InlineData("~/photos/fern.jpg", "/shop/photos/fern.jpg")]
    [InlineData("photos/fern.1a2b.jpg", "/shop/photos/fern.1a2b.jpg")]
    [InlineData("fern.jpg", "/shop/fern.jpg")]
    public void A_source_comes_to_a_path_or_a_URL(string src, string expected) => Assert.Equal(expected, ImageSrc.Resolve(src, "/shop"));

    [Theory]
    [InlineData("//images.test/7.jpg")]
    [InlineData("./fern.jpg")]
    [InlineData("../fern.jpg")]
    [InlineData(" /fern.jpg")]
    [InlineData("/a\\b.jpg")]
    [InlineData("/a\nb.jpg")]
    [InlineData("ftp://images.test/7.jpg")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://")]
    [InlineData("?x=1")]
    [InlineData("#x")]
    public void Anything_else_is_no_source(string src) => Assert.Null(ImageSrc.Resolve(src, "/shop"));

    [Theory]
    [InlineData("/sprite.svg#leaf", true)]
    [InlineData("/logo.SVG?v=2", true)]
    [InlineData("/svg", false)]
    [InlineData("/a.png?as=.svg", false)]
    public void A_vector_is_told_by_the_end_of_its_path(string src, bool expected) => Assert.Equal(expected, ImageSrc.IsVector(src));

    [Theory]
    [InlineData("/a.png", "/a.png")]
    [InlineData("/%C3%84.png?x=1&y=2", "/%C3%84.png?x=1&y=2")]
    [InlineData("/Ä 🌱>\".png\r\nX: y", "/%C3%84%20%F0%9F%8C%B1%3E%22.png%0D%0AX:%20y")]
    public void In_a_header_a_URL_cannot_end_early(string url, string expected) => Assert.Equal(expected, ImageSrc.InHeader(url));
}
