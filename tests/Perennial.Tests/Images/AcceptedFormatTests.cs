using Microsoft.Extensions.Primitives;
using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class AcceptedFormatTests
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
        Assert.Equal(expected, AcceptedFormat.Choose(accept, Both));

    [Theory]
    [InlineData("")]
    [InlineData("image/*")]
    [InlineData("*/*")]
    [InlineData("text/html")]
    [InlineData("image/webp;q=0")]
    [InlineData("image/webp;q=;;;,,")]
    public void A_wildcard_names_no_format(string accept) => Assert.Null(AcceptedFormat.Choose(accept, Both));

    [Fact]
    public void Without_the_header_the_picture_keeps_its_format() =>
        Assert.Null(AcceptedFormat.Choose(StringValues.Empty, Both));

    [Fact]
    public void A_format_that_is_not_offered_is_not_made() =>
        Assert.Null(AcceptedFormat.Choose("image/avif", [ImageFormat.WebP]));
}
