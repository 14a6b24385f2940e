using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Perennial.EndToEnd.InFront;

/// <summary>A cache in front that keeps all it may, and visitors who want it to keep an error.</summary>
public sealed class CachePoisoningTests
{
    [Fact]
    [Trait("Proves", "S-20")]
    public async Task No_error_that_a_request_provokes_is_kept_for_the_next_one()
    {
        await using var site = await TestSite.StartAsync(static app => app.MapGet("/pages/{name}", static (string name) => name).Prerender());
        await using var nginx = await Nginx.StartAsync(site.Http.BaseAddress!, site.Http.BaseAddress!, CachesEverything);
        string[] oddities =
        [
            .. new[] { 1, 4, 6, 8, 16, 27, 28, 31, 33, 64 }.Select(static kilobytes => Get($"X-Large: {new string('x', kilobytes * 1024)}")),
            .. new[] { 20, 99, 150 }.Select(static count => Get(string.Join("\r\n", Enumerable.Range(0, count).Select(static i => $"X-{i}: 1")))),
            .. new[] { "\a", "\u007f", "\u0001", "\u00ff" }.Select(static text => Get($"X-Meta: {text}")),
            .. new[] { "HELP", "TRACE", "PUT", "DELETE", "PATCH", "POST", "OPTIONS", "PROPFIND", "get" }.Select(static method => Ask(method, "X: 1")),
            Get("X-HTTP-Method-Override: POST"), Get("X-Forwarded-Host: evil.test"), Get("X-Original-URL: /nowhere"), Get("Range: bytes=9-1"),
            Get("If-Match: \"x\""), Get("Expect: 200-maybe"), Get("Transfer-Encoding: nonsense"), Get("Content-Length: 5"), Get("Upgrade: x\r\nConnection: upgrade"),
        ];

        for (var i = 0; i < oddities.Length; i++)
        {
            var answer = await RawConnection.AskAsync(nginx.Http.BaseAddress!, oddities[i].Replace("/page", $"/pages/{i}", StringComparison.Ordinal));
            using var clean = await nginx.Http.GetAsync(new Uri($"/pages/{i}", UriKind.Relative), TestContext.Current.CancellationToken);

            var request = oddities[i][..Math.Min(60, oddities[i].Length)];
            Assert.True(clean.StatusCode is HttpStatusCode.OK, $"{request} left {clean.StatusCode} behind; it was answered {answer[..Math.Min(200, answer.Length)]}");
            Assert.Equal($"{i}", await clean.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("/nowhere", "GET", 404)]
    [InlineData("/pages/a", "POST", 405)]
    [InlineData("/fails", "GET", 500)]
    [Trait("Proves", "S-20")]
    public async Task Our_own_errors_say_that_nobody_may_keep_them(string path, string method, int status)
    {
        await using var site = await TestSite.StartAsync(static app =>
        {
            app.MapGet("/pages/{name}", static (string name) => name).Prerender();
            app.MapGet("/fails", static string () => throw new InvalidOperationException("frost"));
        });

        using var response = await site.SendAsync(new HttpMethod(method), path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.True(
            response.Header("Cache-Control")?.Contains("no-store", StringComparison.Ordinal) is true || status is 500,
            $"{status}: {response.Header("Cache-Control")}");
    }

    private static string Get(string header) => Ask("GET", header);

    private static string Ask(string method, string header) =>
        $"{method} /page HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n{header}\r\n\r\n";

    // What nobody should do, with limits larger than Kestrel's.
    private static string CachesEverything(string site)
    {
        site = Nginx.Replace(site, "large_client_header_buffers 4 7k;", "large_client_header_buffers 16 128k;");
        return Nginx.Replace(site, "proxy_buffering on;", "proxy_buffering on; proxy_cache everything; proxy_cache_key $uri; proxy_cache_valid 200 301 302 308 404 405 410 414 501 60s;");
    }
}
