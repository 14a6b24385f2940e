using Perennial.Deployment;

namespace Perennial.Tests.Deployment;

public sealed class AssetPrefixTests
{
    [Theory]
    [InlineData("https://cdn.example.com", "https://cdn.example.com/", "https://cdn.example.com")]
    [InlineData("https://cdn.example.com/", "https://cdn.example.com/", "https://cdn.example.com")]
    [InlineData("https://cdn.example.com:8443/shop/v2", "https://cdn.example.com:8443/shop/v2/", "https://cdn.example.com:8443")]
    [InlineData("http://localhost:5000", "http://localhost:5000/", "http://localhost:5000")]
    [InlineData("/static", "/static/", null)]
    [InlineData("/a/b/", "/a/b/", null)]
    public void An_https_origin_or_a_path_is_one(string setting, string value, string? origin) =>
        Assert.Equal(new AssetPrefix(value, origin), AssetPrefix.Parse(setting));

    [Theory]
    [InlineData("http://cdn.example.com")]
    [InlineData("//cdn.example.com")]
    [InlineData("cdn.example.com")]
    [InlineData("ftp://cdn.example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:secret@cdn.example.com")]
    [InlineData("https://cdn.example.com/?a=b")]
    [InlineData("https://cdn.example.com/#top")]
    [InlineData("/static/../admin")]
    [InlineData("/a//b")]
    [InlineData("/with space")]
    [InlineData("/quote\"")]
    [InlineData("/line\nbreak")]
    public void Anything_else_is_an_error_that_names_it(string setting)
    {
        Assert.Null(AssetPrefix.Parse(setting));
        var error = Assert.Single(DeploymentOptionsValidator.Validate(new() { AssetPrefix = setting }));
        Assert.StartsWith($"PER1261 Perennial:Deployment:AssetPrefix '{setting.Replace('\n', '?')}' ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_empty_one_is_none(string? setting)
    {
        Assert.Null(AssetPrefix.Parse(setting));
        Assert.Empty(DeploymentOptionsValidator.Validate(new() { AssetPrefix = setting }));
    }
}
