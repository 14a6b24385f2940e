using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.Rules;
using Perennial.Pages;
using Perennial.Rules;

namespace Perennial.EndToEnd.Security;

/// <summary>A proxy denies everything below /admin. No spelling, header, query or form of transport gets past it.</summary>
public sealed class ProxyEscapeTests
{
    private const string Secret = "the secret";

    private readonly Scripted _proxy = new(static (_, _) => new(ProxyResult.Respond(Results.StatusCode(403))));

    [Theory]
    [Trait("Proves", "S-37")]
    [InlineData("/admin", 403)]
    [InlineData("/ADMIN", 403)]
    [InlineData("/admin/", 403)]
    [InlineData("/./admin", 403)]
    [InlineData("/x/../admin", 403)]
    [InlineData("/static/../admin", 403)]
    [InlineData("/static/%2e%2e/admin", 403)]
    [InlineData("/static/../../admin", 403)]
    [InlineData("/%61dmin", 403)]
    [InlineData("/%41DMIN/%75sers", 403)]
    [InlineData("//admin", 403)]
    [InlineData("/admin//users", 403)]
    [InlineData("///admin///users//", 403)]
    [InlineData("/admin/%zz", 400)]
    [InlineData("/admin/%c0%af", 400)]
    [InlineData("/admin/a%0d%0ab", 400)]
    [InlineData("/admin/..%2fx", 403)]
    [InlineData("/admin?x=1", 403)]
    [InlineData("/%2561dmin", 404)]
    [InlineData("/admin;x", 404)]
    [InlineData("/admin%20", 404)]
    [InlineData("/admin.", 404)]
    [InlineData("/..%5cadmin", 404)]
    [InlineData("/adm%C4%B1n", 404)]
    [InlineData("/admin%2Fusers", 404)]
    [InlineData("/%2Fadmin", 404)]
    [InlineData("/admin%00", 400)]
    public async Task No_spelling_of_the_path_gets_past(string path, int status)
    {
        await using var site = await StartAsync();

        var response = await SendAsync(site, HttpMethod.Get, path);

        Assert.Equal(status, (int)response.StatusCode);
        await AssertNoSecretAsync(response);
    }

    [Fact]
    [Trait("Proves", "S-31")]
    public async Task No_form_of_transport_gets_past_for_any_route_that_there_is()
    {
        await using var site = await StartAsync();
        var paths = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(static endpoint => endpoint.RoutePattern)
            .Where(static pattern => pattern.RawText!.TrimStart('/').StartsWith("admin", StringComparison.Ordinal))
            .Select(static pattern => "/" + string.Join('/', pattern.PathSegments.Select(static segment =>
                segment.Parts is [Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal] ? literal.Content : "1")))
            .Distinct().ToList();
        Assert.Equal(4, paths.Count);

        var forms = 0;
        foreach (var path in paths)
        {
            foreach (var (method, target, headers) in Forms(path))
            {
                var runs = _proxy.Runs;
                var response = await SendAsync(site, method, target, headers);
                Assert.True(_proxy.Runs == runs + 1, $"{method} {target} {string.Join(' ', headers)}: the proxy ran {_proxy.Runs - runs} times");
                await AssertNoSecretAsync(response);
                forms++;
            }
        }

        Assert.Equal(4 * 23, forms);
    }

    [Fact]
    [Trait("Proves", "S-31")]
    public async Task HTTP2_does_not_either()
    {
        await using var site = await StartAsync(static options => options.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http2));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Http.BaseAddress!, "/admin"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        var response = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Forbidden, HttpVersion.Version20), (response.StatusCode, response.Version));
    }

    [Fact]
    [Trait("Proves", "S-31")]
    public async Task A_picture_of_it_cannot_be_had_by_way_of_the_optimizer()
    {
        await using var site = await StartAsync();

        var response = await site.GetAsync("/_perennial/image?url=%2Fadmin%2Fpicture.png&w=640&q=75");

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, _proxy.Runs);
    }

    [Theory]
    [Trait("Proves", "S-30")]
    [Trait("Proves", "S-36")]
    [InlineData("x-middleware-subrequest", "middleware:middleware:middleware:middleware:middleware")]
    [InlineData("x-middleware-subrequest", "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy")]
    [InlineData("x-middleware-next", "1")]
    [InlineData("x-middleware-rewrite", "/kept")]
    [InlineData("x-middleware-skip", "1")]
    [InlineData("x-middleware-prefetch", "1")]
    [InlineData("x-invoke-path", "/kept")]
    [InlineData("x-invoke-status", "200")]
    [InlineData("x-matched-path", "/kept")]
    [InlineData("x-now-route-matches", "1")]
    [InlineData("x-nextjs-data", "1")]
    [InlineData("x-prerender-revalidate", "1")]
    [InlineData("next-resume", "1")]
    [InlineData("x-nextjs-resume", "1")]
    [InlineData("next-router-state-tree", "[]")]
    [InlineData("RSC", "1")]
    [InlineData("Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("X-Original-URL", "/kept")]
    [InlineData("X-Rewrite-URL", "/kept")]
    [InlineData("X-Forwarded-Prefix", "/kept")]
    [InlineData("X-Forwarded-Path", "/kept")]
    [InlineData("X-HTTP-Method-Override", "POST")]
    [InlineData("X-Perennial-Prerender", "1")]
    [InlineData("Perennial-Render", "1")]
    [InlineData("x-deployment-id", "x")]
    [InlineData("blazor-enhanced-nav", "on")]
    [InlineData("Accept", "text/html; blazor-enhanced-nav=on")]
    [InlineData("Upgrade", "websocket")]
    [InlineData("Connection", "close, x-admin")]
    public async Task No_header_skips_it(string name, string value)
    {
        await using var site = await StartAsync();

        var response = await SendAsync(site, HttpMethod.Get, "/admin", (name, value));

        Assert.Equal((HttpStatusCode.Forbidden, 1), (response.StatusCode, _proxy.Runs));
    }

    [Fact]
    [Trait("Proves", "S-32")]
    public async Task A_query_form_or_header_cannot_become_a_route_value()
    {
        await using var site = await StartAsync();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("id", "evil"), KeyValuePair.Create("nxtPid", "evil")]);

        var got = await SendAsync(site, HttpMethod.Get, "/open/good?id=evil&nxtPid=evil&nxtIid=evil&__id=evil&route.id=evil", ("id", "evil"), ("x-route-id", "evil"));
        var posted = await site.SendAsync(HttpMethod.Post, "/open/good?id=evil", request => request.Content = form);

        Assert.Equal("good", await got.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("good", await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [Trait("Proves", "S-33")]
    [InlineData("/en/admin")]
    [InlineData("/EN/admin")]
    [InlineData("/%65n/admin")]
    [InlineData("/en//admin")]
    [InlineData("/de/admin/")]
    [InlineData("/de/Admin")]
    public async Task A_culture_in_the_path_is_a_segment_like_any_other(string path)
    {
        await using var site = await StartAsync();

        Assert.Equal((HttpStatusCode.Forbidden, 1), ((await SendAsync(site, HttpMethod.Get, path)).StatusCode, _proxy.Runs));
    }

    private static IEnumerable<(HttpMethod Method, string Target, (string, string)[] Headers)> Forms(string path)
    {
        foreach (var method in new[] { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH" })
        {
            yield return (new(method), path, []);
        }

        foreach (var target in new[]
        {
            path + "/", path + "//", "/" + path, path.ToUpperInvariant(), path + "?dpl=x", path + "?_rsc=1", path + "?nxtPid=open",
            path.Replace("a", "%61", StringComparison.Ordinal), "/x/.." + path,
        })
        {
            yield return (HttpMethod.Get, target, []);
        }

        foreach (var header in new[]
        {
            ("Sec-Purpose", "prefetch"), ("RSC", "1"), ("Next-Router-Prefetch", "1"), ("Accept", "application/json"),
            ("Accept", "text/html; blazor-enhanced-nav=on"), ("Range", "bytes=0-9"), ("If-None-Match", "*"),
        })
        {
            yield return (HttpMethod.Get, path, [header]);
        }
    }

    private Task<TestSite> StartAsync(Action<KestrelServerOptions>? kestrel = null) => TestSite.StartAsync(
        static app =>
        {
            app.MapGet("/admin", static () => Secret).Revalidate(60);
            app.MapGet("/admin/users", static () => Secret);
            app.MapGet("/admin/users/{id}", static (string id) => Secret).Revalidate(60);
            app.MapGet("/admin/picture.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png"));
            app.MapGet("/{culture}/admin", static (string culture) => Secret);
            app.MapGet("/open/{id}", static (string id) => id);
            app.MapPost("/open/{id}", static (string id) => id);
        },
        builder => builder.WebHost.ConfigureKestrel(options => kestrel?.Invoke(options)),
        perennial: added =>
        {
            added.Services.AddSingleton(_proxy);
            added.AddProxy<Scripted>(static matchers =>
            {
                matchers.Add("/admin/{**path}");
                matchers.Add("/{culture:length(2)}/admin/{**path}");
            });
        });

    private static async Task<HttpResponseMessage> SendAsync(TestSite site, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(
            site.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task AssertNoSecretAsync(HttpResponseMessage response) =>
        Assert.DoesNotContain(Secret, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
}
