using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.EndToEnd.Matrix;

namespace Perennial.EndToEnd.Security;

/// <summary>What one visitor sends must never change what the next one gets.</summary>
public sealed class PoisoningTests
{
    private const string Marker = "p0ison";

    // Those that frameworks, proxies and caches have been known to believe.
    private static readonly string[] Headers =
    [
        "Forwarded", "X-Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix",
        "X-Forwarded-Scheme", "X-Forwarded-Server", "X-Forwarded-SSL", "X-Forwarded-Path", "X-Forwarded-Uri", "X-Original-URL",
        "X-Original-Host", "X-Original-For", "X-Original-Proto", "X-Original-Method", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-HTTP-Method",
        "X-Method-Override", "X-Host", "X-HTTP-Host-Override", "X-Backend-Host", "X-Real-IP", "True-Client-IP", "Client-IP", "CF-Connecting-IP",
        "Fastly-Client-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Originating-IP", "X-Remote-IP", "X-Remote-Addr", "Via", "Origin", "Referer",
        "User-Agent", "Accept-Language", "Accept-Charset", "Accept", "Purpose", "Sec-Purpose", "Sec-Fetch-Site", "Sec-Fetch-Mode",
        "Sec-CH-UA", "Sec-GPC", "DNT", "Save-Data", "Authorization", "X-Api-Key", "X-Requested-With", "X-Csrf-Token", "X-Wap-Profile",
        "X-Arbitrary", "X-Custom-IP-Authorization", "X-Amz-Website-Redirect-Location", "X-Debug", "X-Cache-Key", "X-Middleware-Prefetch",
        "X-Middleware-Subrequest", "X-Nextjs-Data", "X-Now-Route-Matches", "X-Matched-Path", "X-Invoke-Path", "RSC", "Next-Router-Prefetch",
        "X-Perennial-Draft", "X-Perennial-Revalidate", "Perennial-Prerender", "blazor-enhanced-nav", "Cookie", "Pragma", "X-Timer",
    ];

    private static readonly string[] Parameters =
    [
        "_data", "__nextDataReq", "_rsc", "__nextLocale", "nxtPslug", "amp", "__amp_source_origin", "callback", "jsonp", "_", "cb", "debug",
        "test", "admin", "preview", "draft", "__prerender_bypass", "lang", "locale", "hl", "culture", "ui-culture", "utm_source", "utm_medium",
        "utm_campaign", "utm_content", "utm_term", "gclid", "fbclid", "msclkid", "ref", "redirect", "return", "returnUrl", "next", "url", "uri",
        "path", "host", "q", "query", "search", "s", "id", "page", "sort", "filter", "format", "type", "template", "view", "layout", "theme",
        "version", "v", "token", "session", "sid", "user", "handler", "_handler", "area", "controller", "action", "x-forwarded-host", "__proto__",
    ];

    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "S-01")]
    public async Task No_header_and_no_parameter_makes_a_dynamic_page_a_kept_one(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        await site.GetAsync("own");
        var kept = site.Site.Services.GetRequiredService<EntryCache>().Numbers.MemoryBytes;

        for (var i = 0; i < Headers.Length; i++)
        {
            await site.GetAsync("own?" + Parameters[i % Parameters.Length] + "=1", (Headers[i], Headers[i] == "Authorization" ? "Basic eA==" : "1"));
        }

        var renders = site.Garden.Renders;
        var clean = await site.GetAsync("own");
        Assert.StartsWith($"own {renders + 1} ", clean.Line, StringComparison.Ordinal);
        Assert.True(clean.IsPrivate, clean.CacheControl);
        Assert.Equal(kept, site.Site.Services.GetRequiredService<EntryCache>().Numbers.MemoryBytes);
    }

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "S-16")]
    public async Task What_an_unkeyed_header_holds_is_never_kept(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        for (var i = 0; i < Headers.Length; i++)
        {
            Reflect(site, $"h{i}", Headers[i]);

            await site.GetAsync($"plants/h{i}", (Headers[i], Headers[i] == "Cookie" ? "a=" + Marker : Marker));
            var clean = await site.GetAsync($"plants/h{i}");

            Assert.Equal(HttpStatusCode.OK, clean.Status);
            Assert.False(Everything(clean).Contains(Marker, StringComparison.Ordinal), $"{Headers[i]}: {Everything(clean)}");
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "S-16")]
    public async Task What_a_hit_is_asked_with_changes_nothing_of_it(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        await site.GetAsync("plants/rose");
        var baseline = Everything(await site.GetAsync("plants/rose"));

        foreach (var header in Headers.Except(["Accept-Encoding"]))
        {
            await site.GetAsync("plants/rose", (header, header == "Cookie" ? "a=" + Marker : Marker));
            Assert.Equal(baseline, Everything(await site.GetAsync("plants/rose")));
        }

        Assert.Equal(1, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "S-16")]
    public async Task What_an_undeclared_parameter_holds_is_never_kept(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        for (var i = 0; i < Parameters.Length; i++)
        {
            Reflect(site, $"p{i}");

            await site.GetAsync($"plants/p{i}?{Parameters[i]}={Marker}");
            var clean = await site.GetAsync($"plants/p{i}");

            Assert.False(Everything(clean).Contains(Marker, StringComparison.Ordinal), $"{Parameters[i]}: {Everything(clean)}");
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "S-16")]
    public async Task A_host_that_is_not_ours_is_in_no_page(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        ReflectAddress(site, "rose");

        await site.GetAsync("plants/rose", ("Host", Marker + ".test"));

        Assert.DoesNotContain(Marker, Everything(await site.GetAsync("plants/rose")), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "S-17")]
    public async Task A_body_or_another_method_in_a_header_changes_nothing(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        ReflectAddress(site, "rose");
        string[] overrides = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"];

        foreach (var content in new HttpContent[]
        {
            new FormUrlEncodedContent([new("q", Marker), new("name", Marker), new("_handler", Marker)]),
            new StringContent($"{{\"q\":\"{Marker}\"}}", Encoding.UTF8, "application/json"),
            new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Marker))),
        })
        {
            using var response = await site.Site.SendAsync(HttpMethod.Get, site.Path("plants/rose"), request =>
            {
                request.Content = content;
                request.Headers.TransferEncodingChunked = content is StreamContent;
                foreach (var name in overrides)
                {
                    request.Headers.Add(name, "POST");
                }
            });

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var clean = await site.GetAsync("plants/rose");
        Assert.DoesNotContain(Marker, Everything(clean), StringComparison.Ordinal);
        Assert.True(clean.IsHit, clean.CacheStatus);
    }

    [Fact]
    [Trait("Proves", "S-22")]
    public async Task A_private_page_is_nobodys_static_file_whatever_its_address_pretends()
    {
        await using var site = await GardenSite.StartAsync("minimal", map: static (app, _) =>
        {
            app.MapGet("/account", Account).DynamicPage();
            app.MapGet("/account/{**rest}", Account).DynamicPage();
        });
        string[] endings =
        [
            "", "/x.css", ".css", ";x.css", "%3b.css", "%00.css", "%0a.css", "%23.css", "%3f.css", "%2f.css", "/..%2fstatic/x.css", "/%2e%2e/x.css",
            "/x.js", "/x.png?a.css", "/robots.txt", "//x.css", "/x.css/", "%5cx.css", "/x.css%20", "/favicon.ico",
        ];

        foreach (var ending in endings)
        {
            var answer = await RawAsync(site, "/account" + ending);
            Assert.True(
                !answer.Contains(Marker, StringComparison.Ordinal) || answer.Contains("no-store", StringComparison.Ordinal), $"{ending}: {answer}");
        }

        static string Account(HttpContext context) => $"{Marker} {context.Request.Cookies["name"]}";
    }

    // Shows all that it can get of its request: what is noticed, so that the page is each visitor's own, and what is the
    // page's own (its address), so that it is kept and must hold nothing of who caused its render.
    private static void Reflect(GardenSite site, string name, string header = "Accept") => site.Garden.When(name, async context =>
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Show(context, $"{request.Headers[header]} {request.Host} {request.Scheme} {request.QueryString} {request.Method} {body}");
    });

    private static void ReflectAddress(GardenSite site, string name) => site.Garden.When(name, static context =>
        Show(context, $"{context.Request.Host} {context.Request.Scheme} {context.Request.Method} {context.Request.PathBase} {context.Request.Path}"));

    private static void Show(HttpContext context, string seen) =>
        context.Response.Headers.Link = $"</?{Uri.EscapeDataString(seen)}>; rel=preload";

    private static string Everything(Answer answer) => answer.Status + answer.Text + string.Join('\n', answer.Headers
        .Where(static header => header.Key is not "Date" and not "Age")
        .OrderBy(static header => header.Key, StringComparer.Ordinal)
        .Select(static header => $"{header.Key}: {header.Value}"));

    private static async Task<string> RawAsync(GardenSite site, string target)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", site.Site.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: a\r\nCookie: name=anna\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
