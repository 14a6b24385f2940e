using Perennial.Http;

namespace Perennial.Tests.Http;

public sealed class HttpOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(HttpOptionsValidator.Validate(new HttpOptions()));

    [Fact]
    public void A_header_of_the_apps_own_is_valid() => Assert.Empty(HttpOptionsValidator.Validate(With("X-Shop-Version")));

    [Theory]
    [MemberData(nameof(ReplayHeadersTests.OfOneRequest), MemberType = typeof(ReplayHeadersTests))]
    public void A_header_of_one_request_is_refused_with_its_name(string name) =>
        Assert.StartsWith($"PER1061 Http.ReplayHeaders '{name}' ", Assert.Single(HttpOptionsValidator.Validate(With(name))), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "''")]
    [InlineData("X Shop", "'X Shop'")]
    [InlineData("X-Shop: 1", "'X-Shop: 1'")]
    [InlineData("X\r\nSet-Cookie", "'X??Set-Cookie'")]
    public void What_is_no_header_name_is_refused(string name, string shown) =>
        Assert.StartsWith($"PER1060 Http.ReplayHeaders {shown} ", Assert.Single(HttpOptionsValidator.Validate(With(name))), StringComparison.Ordinal);

    [Fact]
    public void All_errors_are_told_at_once_in_a_constant_order() => Assert.Equal(
        ["PER1061", "PER1060", "PER1061"],
        HttpOptionsValidator.Validate(With("Vary", "Date", "no name")).Select(error => error[..7]));

    private static HttpOptions With(params string[] names)
    {
        var options = new HttpOptions();
        options.ReplayHeaders.UnionWith(names);
        return options;
    }
}
