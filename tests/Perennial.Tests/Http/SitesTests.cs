using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Tests.Http;

public sealed class SitesTests
{
    private static readonly Sites Three = new(["https://garden.test", "https://nursery.test:8443", "http://bücher.test"]);

    [Theory]
    [InlineData("garden.test", 0)]
    [InlineData("nursery.test:8443", 1)]
    [InlineData("NURSERY.TEST:8443", 1)]
    [InlineData("nursery.test:1", 0)]
    [InlineData("xn--bcher-kva.test", 2)]
    [InlineData("evil.test", 0)]
    [InlineData("", 0)]
    public void A_host_chooses_among_ours_and_names_no_other(string host, int site)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new(host);

        Assert.Same(Three.All[site], Three.Of(context.Request));
    }

    [Theory]
    [InlineData("https://garden.test", "garden.test")]
    [InlineData("http://garden.test:80", "garden.test")]
    [InlineData("https://garden.test:8443", "garden.test:8443")]
    [InlineData("https://bücher.test", "xn--bcher-kva.test")]
    public void A_sites_host_is_what_a_browser_would_send(string site, string host) =>
        Assert.Equal(host, Sites.HostOf(new(site)).ToUriComponent());

    [Fact]
    public void Without_an_origin_there_is_still_one_site()
    {
        var none = new Sites([null, " "]);

        Assert.Equal("http://localhost/", none.Main.AbsoluteUri);
        Assert.Single(none.All);
        Assert.Same(none.Main, none.Of(new DefaultHttpContext().Request));
    }
}
