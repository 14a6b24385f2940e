using System.Text;
using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class PixelSizeTests
{
    [Theory]
    [InlineData("<svg width='120' height='40'/>", 120, 40)]
    [InlineData("<?xml version='1.0'?>\n<!-- x -->\n<svg\n  height=\"39.6px\"\n  width=\"120px\" viewBox='0 0 1 1'>", 120, 40)]
    [InlineData("<svg width='100%' viewBox='-1,-1, 30.2 , 15'>", 30, 15)]
    public void A_vector_says_how_large_it_is(string svg, int width, int height) =>
        Assert.Equal(new PixelSize(width, height), PixelSize.Of(null, Encoding.UTF8.GetBytes(svg)));

    [Theory]
    [InlineData("<svg/>")]
    [InlineData("<svg width='12em' height='3em'>")]
    [InlineData("<svg width='0' height='3'>")]
    [InlineData("<svg width='1e9' height='3'>")]
    [InlineData("<html><p>")]
    [InlineData("")]
    public void Or_it_does_not(string svg) => Assert.Null(PixelSize.Of(null, Encoding.UTF8.GetBytes(svg)));

    [Fact]
    public void It_is_read_as_it_was_written() => Assert.Equal(new PixelSize(1200, 800), PixelSize.Read(new PixelSize(1200, 800).Write()));

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("12 -3")]
    [InlineData("a b")]
    public void Other_text_is_no_size(string text) => Assert.Null(PixelSize.Read(Encoding.ASCII.GetBytes(text)));
}
