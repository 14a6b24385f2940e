using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class ImageCheckTests
{
    [Theory]
    [InlineData("", null, null, null, "has no Src")]
    [InlineData("//images.test/7.jpg", null, null, null, "begin it with 'https:'")]
    [InlineData("./fern.jpg", null, null, null, "'~/photos/fern.jpg'")]
    [InlineData("/fern.jpg", 0, null, null, "Width of 0")]
    [InlineData("/fern.jpg", 10, -1, null, "Height of -1")]
    [InlineData("/fern.jpg", null, null, 74, "asks for quality 74")]
    [InlineData("/fern.jpg", 10, 10, 75, null)]
    public void What_would_be_broken_everywhere_is_named(string src, int? width, int? height, int? quality, string? expected)
    {
        var markup = new ImageMarkup { Src = src, Width = width, Height = height, Quality = quality };
        var options = new ImageOptions();

        var problem = ImageCheck.ProblemOf(markup, src.Length > 0 ? ImageSrc.Resolve(src, "") : "", options, new(options));

        if (expected is null)
        {
            Assert.Null(problem);
        }
        else
        {
            Assert.Contains(expected, problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_loader_takes_any_quality() => Assert.Null(ImageCheck.ProblemOf(
        new() { Src = "fern", Quality = 33, Loader = static load => load.Src }, "fern", new(), new(new())));
}
