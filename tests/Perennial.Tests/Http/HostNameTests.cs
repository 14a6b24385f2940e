using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Tests.Http;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("rose.test", "rose.test")]
    [InlineData("ROSE.Test", "rose.test")]
    [InlineData("rose.test:443", "rose.test")]
    [InlineData("xn--bcher-kva.test", "xn--bcher-kva.test")]
    [InlineData("localhost", "localhost")]
    [InlineData("rose.test:8443", null)]
    [InlineData("rose.test.", null)]
    [InlineData("192.0.2.1", null)]
    [InlineData("[2001:db8::1]", null)]
    [InlineData("", null)]
    [InlineData("rose test", null)]
    [InlineData("bücher.test", null)]
    [InlineData("..", null)]
    public void A_name_has_one_spelling_and_what_cannot_be_a_tenants_has_none(string host, string? expected) =>
        Assert.Equal(expected, HostName.Of(new HostString(host), 443));

    [Fact]
    public void A_name_is_not_longer_than_names_are() =>
        Assert.Null(HostName.Of(new HostString(string.Join('.', Enumerable.Repeat("abcdefgh", 40))), 443));
}
