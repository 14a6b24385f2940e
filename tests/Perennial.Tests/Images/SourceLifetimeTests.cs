using Microsoft.AspNetCore.Http;
using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class SourceLifetimeTests
{
    [Theory]
    [InlineData(null, 60)]
    [InlineData("max-age=123", 123)]
    [InlineData("max-age=10", 60)]
    [InlineData("public, max-age=10, s-maxage=77", 77)]
    [InlineData("s-maxage=10, max-age=500", 60)]
    [InlineData("max-age=soon", 60)]
    public void The_longer_of_what_is_said_and_of_the_least_counts(string? control, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            SourceLifetime.Of(new HeaderDictionary { ["Cache-Control"] = control }, TimeSpan.FromSeconds(60)));

    [Theory]
    [Trait("Proves", "S-62")]
    [InlineData("Set-Cookie", "a=b")]
    [InlineData("Cache-Control", "private")]
    [InlineData("Cache-Control", "max-age=60, no-store")]
    [InlineData("Vary", "*")]
    [InlineData("Vary", "Accept, cookie")]
    [InlineData("Vary", "Authorization")]
    public void What_depends_on_its_visitor_is_not_for_everybody(string name, string value) =>
        Assert.NotNull(SourceLifetime.IsPrivateBecause(new HeaderDictionary { [name] = value }));

    [Fact]
    public void A_usual_picture_is() =>
        Assert.Null(SourceLifetime.IsPrivateBecause(new HeaderDictionary { ["Cache-Control"] = "public, max-age=60", ["Vary"] = "Accept-Encoding" }));
}
