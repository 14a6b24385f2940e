using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Perennial.EndToEnd.Forwarding;
using Perennial.Pages;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

public sealed class ProxyTests
{
    [Fact]
    public async Task It_runs_before_a_kept_page_and_lets_it_go_on_with_a_header()
    {
        var proxy = new Scripted(static (context, _) =>
        {
            context.ResponseHeaders["X-Proxy"] = "1";
            return new(ProxyResult.Continue);
        });
        await using var site = await StartAsync(proxy);

        await site.GetAsync("/kept");
        var hit = await site.GetAsync("/kept");

        Assert.Equal(("1", 2), (hit.Header("X-Proxy"), proxy.Runs));
        Assert.StartsWith("Perennial; hit", hit.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.StartsWith("public", hit.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_before_a_file()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.txt"), "file", TestContext.Current.CancellationToken);
        using var files = new PhysicalFileProvider(folder.FullName);
        await using var site = await StartAsync(
            new Scripted(static (context, _) => new(context.HttpContext.Request.Query.ContainsKey("deny")
                ? ProxyResult.Respond(Results.StatusCode(403))
                : ProxyResult.Continue)),
            map: app => app.UseStaticFiles(new StaticFileOptions { FileProvider = files }));

        Assert.Equal("file", await site.TextAsync("/a.txt"));
        Assert.Equal(HttpStatusCode.Forbidden, (await site.GetAsync("/a.txt?deny")).StatusCode);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Where_it_is_not_enough_any_middleware_in_front_does()
    {
        var proxy = new Scripted(static (_, _) => new(ProxyResult.Continue));
        await using var site = await StartAsync(proxy, use: static app =>
        {
            app.Use((context, next) => context.Request.Headers.ContainsKey("x-key") ? next(context) : Results.StatusCode(401).ExecuteAsync(context));
            app.UsePerennial();
        });

        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("/kept", static request => request.Headers.Add("x-key", "1"))).StatusCode);
        Assert.Equal((HttpStatusCode.Unauthorized, 1), ((await site.GetAsync("/kept")).StatusCode, proxy.Runs));
    }

    [Fact]
    public async Task What_another_server_says_in_its_headers_comes_through_byte_by_byte()
    {
        await using var origin = new RawOrigin("HTTP/1.1 200 OK\r\nX-Name: caf\u00e9\r\nContent-Length: 2\r\n\r\nok");
        await using var site = await StartAsync(new Scripted((_, _) => new(ProxyResult.Rewrite(origin.Url + "/x"))));

        var answer = await site.AskRawAsync("GET /live HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal(("HTTP/1.1 200 OK", "caf\u00e9"), (answer.Line, answer.Header("X-Name")));
    }

    [Fact]
    public async Task It_answers_redirects_and_rewrites()
    {
        await using var site = await StartAsync(new Scripted(static (context, _) => new(context.Path switch
        {
            "/teapot" => ProxyResult.Respond(Results.Text("short and stout", statusCode: 418)),
            "/away" => ProxyResult.Redirect("https://example.com/x?y=1", 308),
            "/there" => ProxyResult.Redirect("/kept?a=%C3%A9"),
            "/inside" => ProxyResult.Rewrite("/kept"),
            "/itself" => ProxyResult.Rewrite($"http://{context.HttpContext.Request.Host}/live?b=2"),
            "/missing" => ProxyResult.Rewrite("/definitely-missing"),
            "/evil" => ProxyResult.Redirect("//evil.example"),
            _ => ProxyResult.Continue,
        })));

        var teapot = await site.GetAsync("/teapot");
        Assert.Equal((418, "short and stout"), ((int)teapot.StatusCode, await BodyAsync(teapot)));
        Assert.Contains("no-store", teapot.Header("Cache-Control"), StringComparison.Ordinal);
        var away = await site.GetAsync("/away");
        Assert.Equal((308, "https://example.com/x?y=1"), ((int)away.StatusCode, away.Header("Location")));
        var there = await site.GetAsync("/there");
        Assert.Equal((307, "/kept?a=%C3%A9"), ((int)there.StatusCode, there.Header("Location")));
        Assert.Equal("kept at /kept", await site.TextAsync("/inside?x=1"));
        Assert.StartsWith("Perennial; hit", (await site.GetAsync("/inside")).Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("live at /live?b=2", await site.TextAsync("/itself"));
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("/missing")).StatusCode);
        var evil = await site.GetAsync("/evil");
        Assert.Equal((HttpStatusCode.InternalServerError, null), (evil.StatusCode, evil.Header("Location")));
    }

    [Theory]
    [InlineData("https://gärten.example/ü?ö=ß#ä", "https://xn--grten-gra.example/%C3%BC?%C3%B6=%C3%9F#%C3%A4")]
    [InlineData("/kept?a=é&b=1#über", "/kept?a=%C3%A9&b=1#%C3%BCber")]
    public async Task Its_redirect_is_spelled_as_a_header_carries_it(string to, string location)
    {
        await using var site = await StartAsync(new Scripted((_, _) => new(ProxyResult.Redirect(to))));

        using var response = await site.GetAsync("/kept");

        Assert.Equal((307, location), ((int)response.StatusCode, response.Header("Location")));
    }

    [Fact]
    public async Task What_it_throws_is_answered_by_the_apps_error_page_and_kept_by_nobody()
    {
        await using var site = await StartAsync(
            new Scripted(static (_, _) => throw new InvalidOperationException("no")),
            use: static app =>
            {
                app.UseExceptionHandler("/error");
                app.UsePerennial();
            });

        var response = await site.GetAsync("/kept");

        Assert.Equal((HttpStatusCode.InternalServerError, "sorry"), (response.StatusCode, await BodyAsync(response)));
        Assert.Equal("private, no-cache, no-store, max-age=0, must-revalidate", response.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_cookie_that_it_sets_makes_the_response_private()
    {
        await using var site = await StartAsync(
            new Scripted(static (context, _) =>
            {
                context.HttpContext.Response.Cookies.Append("pc", "1");
                return new(ProxyResult.Continue);
            }),
            rules: static rules => rules.Headers.Add("/{**path}", "Cache-Control", "public, max-age=60"));

        await site.GetAsync("/kept");
        var response = await site.GetAsync("/kept");

        Assert.StartsWith("Perennial; hit", response.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("pc=1; path=/", response.Header("Set-Cookie"));
        Assert.Equal(("private, no-cache, no-store, max-age=0, must-revalidate", null), (response.Header("Cache-Control"), response.Header("CDN-Cache-Control")));
    }

    [Fact]
    [Trait("Proves", "S-35")]
    public async Task Request_headers_reach_the_page_that_runs_for_the_visitor_but_for_those_that_others_trust()
    {
        await using var site = await StartAsync(
            new Scripted(static (context, _) =>
            {
                foreach (var (name, value) in context.HttpContext.Request.Headers.ToList())
                {
                    context.SetRequestHeader(name, value + "-changed");
                }

                foreach (var name in new[] { "Location", "Host", "X-Middleware-Rewrite", "X-Forwarded-Host", "X-Original-URL", "Content-Length", "Transfer-Encoding" })
                {
                    context.SetRequestHeader(name, "http://evil.example/");
                }

                context.SetRequestHeader("X-Tenant", "green");
                return new(ProxyResult.Rewrite("/echo"));
            }),
            map: static app => app.MapGet("/echo", static (HttpRequest request) =>
                string.Join('\n', request.Headers.Select(static header => $"{header.Key}: {header.Value}"))));

        var response = await site.GetAsync("/live", static request =>
        {
            request.Headers.Add("X-Own", "1");
            request.Headers.Add("Cookie", "a=b");
        });
        var body = await BodyAsync(response);

        Assert.Contains("X-Tenant: green", body, StringComparison.Ordinal);
        Assert.Contains("X-Own: 1-changed", body, StringComparison.Ordinal);
        Assert.Contains("Cookie: a=b\n", body + "\n", StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", body + response.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_body_can_be_read_by_it_and_by_the_page()
    {
        string? seen = null;
        await using var site = await StartAsync(new Scripted(async (context, token) =>
        {
            seen = (await context.HttpContext.Request.ReadFormAsync(token))["a"];
            return ProxyResult.Continue;
        }));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("a", "1")]);

        var response = await site.SendAsync(HttpMethod.Post, "/form", request => request.Content = form);

        Assert.Equal(("1", "1"), (seen, await BodyAsync(response)));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task So_can_one_that_does_not_say_how_long_it_is(int version, bool saysLength)
    {
        string? seen = null;
        await using var site = await StartAsync(
            new Scripted(async (context, token) =>
            {
                seen = await new StreamReader(context.HttpContext.Request.Body).ReadToEndAsync(token);
                return ProxyResult.Continue;
            }),
            map: static app => app.MapPost("/echo", static (HttpContext context) => context.Request.Body.CopyToAsync(context.Response.Body)),
            perennial: added => added.Services.Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(
                endpoint => endpoint.Protocols = version == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1)));
        var body = new Pipe();
        await body.Writer.WriteAsync("seeds"u8.ToArray(), TestContext.Current.CancellationToken);
        await body.Writer.CompleteAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Http.BaseAddress!, "/echo"))
        {
            Content = new StreamContent(body.Reader.AsStream()),
            Version = new(version, version == 1 ? 1 : 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.ContentLength = saysLength ? 5 : null;

        using var response = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(("seeds", "seeds"), (seen, await BodyAsync(response)));
    }

    [Fact]
    public async Task It_sees_what_its_matchers_say_with_their_values_and_conditions()
    {
        var proxy = new Scripted(static (context, _) => new(ProxyResult.Respond(Results.Text(string.Join(',', context.Values.Select(static value => value.ToString()))))));
        await using var site = await StartAsync(proxy, matchers: static matchers =>
        {
            matchers.Add("/shop/{id:int}");
            matchers.Add("/if", has: [RuleCondition.Header("x-need")], missing: [RuleCondition.Cookie("skip")]);
        });

        Assert.Equal("[id, 7]", await site.TextAsync("/shop/7"));
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("/shop/x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("/if")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("/if", static request => request.Headers.Add("x-need", "1"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("/if", static request =>
        {
            request.Headers.Add("x-need", "1");
            request.Headers.Add("Cookie", "skip=1");
        })).StatusCode);
        Assert.Equal(2, proxy.Runs);
    }

    [Fact]
    public async Task It_does_not_run_when_a_page_is_rendered_without_a_visitor()
    {
        var proxy = new Scripted(static (_, _) => new(ProxyResult.Continue));
        await using var site = await StartAsync(proxy);

        await site.Revalidator.RegenerateAsync("/kept", TestContext.Current.CancellationToken);
        Assert.Equal(0, proxy.Runs);

        await site.Revalidator.RevalidateAsync("kept", TestContext.Current.CancellationToken);
        await site.GetAsync("/kept");
        await Eventually.IsTrueAsync(async () => (await site.GetAsync("/kept")).Header("Cache-Status")!.Contains("hit; ttl", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_has_one()
    {
        var error = await Assert.ThrowsAsync<PerennialException>(() => StartAsync(
            new Scripted(static (_, _) => new(ProxyResult.Continue)), perennial: static added => added.AddProxy<Scripted>()));

        Assert.Equal("PER1120", error.Code);
    }

    private static Task<TestSite> StartAsync(
        Scripted proxy,
        Action<ProxyMatchers>? matchers = null,
        Action<RuleOptions>? rules = null,
        Action<WebApplication>? map = null,
        Action<WebApplication>? use = null,
        Action<PerennialBuilder>? perennial = null) => RuleSite.StartAsync(
            rules ?? (static _ => { }),
            map,
            added =>
            {
                added.Services.AddSingleton(proxy);
                added.AddProxy<Scripted>(matchers);
                perennial?.Invoke(added);
            },
            use);

    private static Task<string> BodyAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
