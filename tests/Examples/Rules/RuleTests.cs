using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Perennial.Pages;

namespace Perennial.Examples.Rules;

/// <summary>The mission's <c>headers()</c> example, and the rules and the proxy of docs/rules.md, on a site that runs.</summary>
public sealed class RuleTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-").FullName;
    private WebApplication _app = default!;
    private HttpClient _http = default!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["Perennial:SiteUrl"] = "https://example.com";
        builder.Configuration["Perennial:Cache:Directory"] = Path.Combine(_folder, "cache");
        builder.Configuration["Perennial:Deployment:BuildDirectory"] = Path.Combine(_folder, "build");
        builder.Configuration["Perennial:Rules:Redirects:0:Source"] = "/from-configuration";
        builder.Configuration["Perennial:Rules:Redirects:0:Destination"] = "/blog/7";
        builder.Configuration["Perennial:Rules:Redirects:0:Has:0:Type"] = "Query";
        builder.Configuration["Perennial:Rules:Redirects:0:Has:0:Key"] = "go";
        SiteRules.AddTenants(SiteRules.AddSite(builder));
        _app = builder.Build();
        _app.UsePerennial();
        _app.MapGet("/blog/{slug}", static (string slug) => "blog " + slug).Revalidate(60);
        _app.MapGet("/tenants/{**path}", static (HttpRequest request, string path) => $"{path} of {request.Headers["X-Tenant"]}");
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_header_of_every_path_is_on_pages_and_on_what_is_not_there()
    {
        foreach (var path in new[] { "/blog/1", "/blog/1", "/nowhere/at/all", "/" })
        {
            Assert.Equal("no", Assert.Single((await GetAsync(path)).Headers.GetValues("X-Accel-Buffering")));
        }
    }

    [Theory]
    [InlineData("/old-blog/a", null, 308, "/blog/a")]
    [InlineData("/account", "user=ann", 307, "/welcome?user=ann")]
    [InlineData("/account", "user=Ann1", 404, null)]
    [InlineData("/from-configuration?go=1", null, 307, "/blog/7?go=1")]
    [InlineData("/post-7", null, 200, null)]
    [InlineData("/post-x", null, 404, null)]
    [InlineData("/blog/today", null, 200, null)]
    [InlineData("/app/x", null, 307, "/sign-in?from=%2Fapp%2Fx")]
    [InlineData("/app/x", "tenant=suspended", 403, null)]
    [InlineData("/app/x", "tenant=green", 200, null)]
    [InlineData("/app/x", "preview=1", 404, null)]
    public async Task Each_rule_does_what_it_says(string path, string? cookie, int status, string? location)
    {
        var response = await GetAsync(path, cookie);

        Assert.Equal(((HttpStatusCode)status, location), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task The_page_that_a_proxy_chose_sees_its_header()
    {
        var response = await GetAsync("/app/x/y", "tenant=green");

        Assert.Equal("x/y of green", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("tenant", Assert.Single(response.Headers.GetValues("X-Served-For")));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
