using Microsoft.Extensions.Configuration;

namespace Perennial.Tests;

public sealed class DefaultUrlsTests
{
    [Fact]
    public void Nobody_said_anything() => Assert.Equal("http://localhost:3000", Default());

    [Theory]
    [InlineData("urls")]
    [InlineData("http_ports")]
    [InlineData("https_ports")]
    [InlineData("Kestrel:Endpoints:Http:Url")]
    public void Whatever_names_a_place_wins(string key) => Assert.Null(Default((key, "http://localhost:8080"), ("PORT", "4000")));

    [Fact]
    public void A_port_of_the_environment_means_every_interface() => Assert.Equal("http://*:4000", Default(("PORT", "4000")));

    [Theory]
    [InlineData("abc")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("80 81")]
    public void A_port_that_is_none_is_an_error_with_its_value(string port)
    {
        var error = Assert.Throws<PerennialException>(() => Default(("PORT", port)));

        Assert.Equal("PER1015", error.Code);
        Assert.Contains($"'{port}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_is_below_every_other_setting_of_a_builder()
    {
        Assert.Equal("http://localhost:3000", PerennialApplication.CreateBuilder([]).Configuration["urls"]);
        Assert.Equal("http://localhost:5", PerennialApplication.CreateBuilder(["--urls", "http://localhost:5"]).Configuration["urls"]);

        var builder = PerennialApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection([new("urls", "http://localhost:6")]);
        Assert.Equal("http://localhost:6", builder.Configuration["urls"]);
    }

    private static string? Default(params (string Key, string Value)[] settings) => DefaultUrls.Default(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build());
}
