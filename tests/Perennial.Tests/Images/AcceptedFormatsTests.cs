using Microsoft.Extensions.Primitives;
using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class AcceptedFormatsTests
{
    private static readonly ImageFormat[] Both = [ImageFormat.Avif, ImageFormat.WebP];

    [Theory]
    [InlineData("image/avif,image/webp,*/*", ImageFormat.Avif)]
    [InlineData("image/webp,image/avif", ImageFormat.Avif)]
    [InlineData("image/webp", ImageFormat.WebP)]
    [InlineData("image/webp;q=0.1,image/avif;q=0.05", ImageFormat.WebP)]
    [InlineData("image/avif;q=0,image/webp", ImageFormat.WebP)]
    [InlineData("IMAGE/WEBP", ImageFormat.WebP)]
    public void The_heaviest_named_format_is_taken_and_of_equals_the_first_that_is_offered(string accept, ImageFormat expected) =>
        Assert.Equal(expected, new AcceptedFormats(Both).Choose(accept));

    [Theory]
    [InlineData("")]
    [InlineData("image/*")]
    [InlineData("*/*")]
    [InlineData("text/html")]
    [InlineData("image/webp;q=0")]
    [InlineData("image/webp;q=;;;,,")]
    public void A_wildcard_names_no_format(string accept) => Assert.Null(new AcceptedFormats(Both).Choose(accept));

    [Fact]
    public void What_was_read_once_is_read_right_again_whatever_came_between()
    {
        var formats = new AcceptedFormats(Both);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 500; i++)
            {
                Assert.Equal(ImageFormat.WebP, formats.Choose($"image/webp;n={i}"));
                Assert.Equal(ImageFormat.Avif, formats.Choose($"image/avif;n={i}"));
                Assert.Null(formats.Choose($"image/png;n={i}"));
            }
        }
    }

    [Fact]
    public void Without_the_header_the_picture_keeps_its_format() =>
        Assert.Null(new AcceptedFormats(Both).Choose(StringValues.Empty));

    [Fact]
    public void A_format_that_is_not_offered_is_not_made() =>
        Assert.Null(new AcceptedFormats([ImageFormat.WebP]).Choose("image/avif"));
}
