using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class ImageQueryTests
{
    private static readonly ResolvedImageOptions Choices = new(new ImageOptions());

    [Fact]
    public void A_path_a_listed_width_and_a_listed_quality_are_read()
    {
        var (query, problem) = ImageQuery.Read("?url=%2Fphotos%2Ffern.jpg%3Fv%3D2&w=640&q=75", Choices);

        Assert.Null(problem);
        Assert.Equal(new ImageQuery("/photos/fern.jpg?v=2", 640, 75), query);
    }

    [Theory]
    [Trait("Proves", "S-69")]
    [InlineData("?w=640&q=75", "url")]
    [InlineData("?url=&w=640&q=75", "url")]
    [InlineData("?url=/a&url=/b&w=640&q=75", "url")]
    [InlineData("?url=//evil.test/a.png&w=640&q=75", "url")]
    [InlineData("?url=/%5Cevil.test/a.png&w=640&q=75", "url")]
    [InlineData("?url=%09/evil&w=640&q=75", "url")]
    [InlineData("?url=ftp://a.test/a.png&w=640&q=75", "url")]
    [InlineData("?url=data:image/png;base64,AAAA&w=640&q=75", "url")]
    [InlineData("?url=file:///etc/hostname&w=640&q=75", "url")]
    [InlineData("?url=http://user:pass@a.test/a.png&w=640&q=75", "url")]
    [InlineData("?url=/_perennial/image%3Furl%3D/a&w=640&q=75", "url")]
    [InlineData("?url=/_PERENNIAL/Image%3Furl%3D/a&w=640&q=75", "url")]
    [InlineData("?url=photo.png&w=640&q=75", "url")]
    [InlineData("?url=/a&q=75", "w")]
    [InlineData("?url=/a&w=&q=75", "w")]
    [InlineData("?url=/a&w=640&w=640&q=75", "w")]
    [InlineData("?url=/a&w=641&q=75", "w")]
    [InlineData("?url=/a&w=%2B640&q=75", "w")]
    [InlineData("?url=/a&w=%20640&q=75", "w")]
    [InlineData("?url=/a&w=640.0&q=75", "w")]
    [InlineData("?url=/a&w=64e1&q=75", "w")]
    [InlineData("?url=/a&w=-640&q=75", "w")]
    [InlineData("?url=/a&w=0&q=75", "w")]
    [InlineData("?url=/a&w=٦٤٠&q=75", "w")]
    [InlineData("?url=/a&w=99999999999999999999&q=75", "w")]
    [InlineData("?url=/a&w=640", "q")]
    [InlineData("?url=/a&w=640&q=0", "q")]
    [InlineData("?url=/a&w=640&q=101", "q")]
    [InlineData("?url=/a&w=640&q=74", "q")]
    [InlineData("?url=/a&w=640&q=075", "q")]
    public void Everything_else_is_refused_with_the_parameter_s_name(string query, string parameter)
    {
        var (read, problem) = ImageQuery.Read(query, Choices);

        Assert.Null(read);
        Assert.Equal(400, problem!.Status);
        Assert.StartsWith($"\"{parameter}\"", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?url=/a&w=641&q=75", "; it is '641'")]
    [InlineData("?url=/a&w=6400000000000000000000000&q=75", "; it is '64000000000000000000…'")]
    public void A_refusal_says_what_was_given(string query, string end) =>
        Assert.EndsWith(end, ImageQuery.Read(query, Choices).Problem!.Message, StringComparison.Ordinal);

    [Fact]
    public void A_picture_beside_the_optimiser_is_a_picture()
    {
        var (query, _) = ImageQuery.Read("?url=/image/fern.jpg&w=640&q=75", new(new() { Path = "/image" }));

        Assert.Equal("/image/fern.jpg", query?.Url);
    }

    [Fact]
    public void A_url_may_have_3072_characters_and_no_more()
    {
        Assert.NotNull(ImageQuery.Read($"?url=/{new string('a', 3071)}&w=640&q=75", Choices).Query);
        Assert.Null(ImageQuery.Read($"?url=/{new string('a', 3072)}&w=640&q=75", Choices).Query);
    }
}
