using Perennial.Rules.Forwarding;

namespace Perennial.Tests.Rules.Forwarding;

public sealed class HopByHopTests
{
    [Theory]
    [InlineData("Connection", "")]
    [InlineData("keep-alive", "")]
    [InlineData("TE", "")]
    [InlineData("Transfer-Encoding", "close")]
    [InlineData("X-Hop", "x-hop")]
    [InlineData("X-Hop", "close, X-HOP")]
    [InlineData("X-Hop", "x-hop, HTTP2-Settings, close")]
    [InlineData("X-Hop", "close,\tx-hop ;x=1")]
    public void It_ends_here(string name, string connection) => Assert.True(HopByHop.EndsHere(name, connection));

    [Theory]
    [InlineData("X-Hop", "")]
    [InlineData("X-Hop", "x-hop-2, x")]
    [InlineData("Cookie", "cookie")]
    [InlineData("Content-Length", "content-length")]
    [InlineData("Content-Type", "content-type")]
    [InlineData("If-None-Match", "if-none-match")]
    [InlineData("Host", "host")]
    [InlineData("Authorization", "authorization")]
    [InlineData("Set-Cookie", "set-cookie")]
    [InlineData("Cache-Control", "cache-control")]
    [Trait("Proves", "S-89")]
    public void It_goes_on(string name, string connection) => Assert.False(HopByHop.EndsHere(name, connection));
}
