using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Pages;

namespace Perennial.EndToEnd.InFront;

/// <summary>Forwarded headers, as docs/in-front.md sets them up with the framework's own middleware.</summary>
public sealed class ForwardedTests
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("192.0.2.9");

    [Fact]
    [Trait("Proves", "S-80")]
    public async Task Whoever_is_no_known_proxy_is_not_believed()
    {
        await using var site = await StartAsync(static options =>
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Add(Elsewhere);
        });

        Assert.Equal("127.0.0.1 http garden.test", await AskAsync(site, "203.0.113.7", "https"));
    }

    [Fact]
    [Trait("Proves", "S-80")]
    public async Task Of_a_known_proxy_the_last_hop_is_believed_and_no_more()
    {
        await using var site = await StartAsync();

        // The first of them is what the visitor made up.
        Assert.Equal("203.0.113.7 https garden.test", await AskAsync(site, "198.51.100.1, 203.0.113.7", "http, https"));
    }

    [Fact]
    [Trait("Proves", "S-80")]
    public async Task With_two_proxies_the_second_hop_is_believed_when_the_first_is_known()
    {
        await using var site = await StartAsync(static options =>
        {
            options.ForwardLimit = 2;
            options.KnownProxies.Add(IPAddress.Parse("203.0.113.7"));
        });

        Assert.Equal("198.51.100.1 https garden.test", await AskAsync(site, "192.0.2.66, 198.51.100.1, 203.0.113.7", "http, https, https"));
        Assert.Equal("203.0.113.8 https garden.test", await AskAsync(site, "198.51.100.1, 203.0.113.8", "http, https"));
    }

    [Fact]
    [Trait("Proves", "S-80")]
    public async Task A_proxy_that_ends_TLS_is_not_sent_to_https_for_ever()
    {
        await using var site = await StartAsync(redirects: true);

        using var plain = await site.GetAsync("/who");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, plain.StatusCode);
        Assert.Equal("203.0.113.7 https garden.test", await AskAsync(site, "203.0.113.7", "https"));
    }

    [Fact]
    [Trait("Proves", "S-80")]
    public async Task Absolute_addresses_come_from_the_settings_and_not_from_who_asks()
    {
        await using var site = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/site");
        request.Headers.Host = "evil.test";
        request.Headers.Add("X-Forwarded-Host", "evil.test");

        using var response = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("https://garden.test/", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Proves", "S-80")]
    public async Task A_host_that_is_not_allowed_is_refused_and_nobody_keeps_that()
    {
        await using var site = await StartAsync(hosts: ["garden.test"]);

        using var response = await site.GetAsync("/kept", static request => request.Headers.Host = "evil.test");
        using var allowed = await site.GetAsync("/kept", static request => request.Headers.Host = "garden.test");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    private static async Task<string> AskAsync(TestSite site, string hops, string schemes)
    {
        using var response = await site.GetAsync("/who", request =>
        {
            request.Headers.Host = "garden.test";
            request.Headers.Add("X-Forwarded-For", hops);
            request.Headers.Add("X-Forwarded-Proto", schemes);
        });
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static Task<TestSite> StartAsync(
        Action<ForwardedHeadersOptions>? forwarded = null, bool redirects = false, string[]? hosts = null) => TestSite.StartAsync(
        static app =>
        {
            app.MapGet("/who", static (HttpContext context) =>
                $"{context.Connection.RemoteIpAddress} {context.Request.Scheme} {context.Request.Host}");
            app.MapGet("/kept", static () => "kept").Prerender();
            app.MapGet("/site", static (IPageContext page) => page.SiteUrl.AbsoluteUri).Prerender();
        },
        builder =>
        {
            builder.Services.Configure<ForwardedHeadersOptions>(options =>
            {
                options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                forwarded?.Invoke(options);
            });
            builder.Services.Configure<HttpsRedirectionOptions>(static options => options.HttpsPort = 443);
            if (hosts is not null)
            {
                builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = hosts);
            }
        },
        app =>
        {
            app.UseForwardedHeaders();
            if (redirects)
            {
                app.UseHttpsRedirection();
            }

            app.UsePerennial();
        });
}
