using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd.InFront;

/// <summary>
/// How Kestrel reads what is not quite HTTP: facts that we build on, or that a proxy in front has to make good. When one
/// changes with a new runtime, docs/in-front.md changes.
/// </summary>
public sealed class KestrelFactsTests
{
    [Theory]
    [InlineData("no host", "GET / HTTP/1.1\r\nX: 1\r\n\r\n", 400)]
    [InlineData("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400)]
    [InlineData("an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 200)]
    [InlineData("another host in the target", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("a target without a path", "GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", 200)]
    [InlineData("a target with a query alone", "GET http://a?x HTTP/1.1\r\nHost: a\r\n\r\n", 200)]
    [InlineData("a space before the colon", "GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n", 400)]
    [InlineData("a folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", 400)]
    [InlineData("a NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\0\r\n\r\n", 400)]
    [InlineData("a bell in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \a\r\n\r\n", 200)]
    [InlineData("length and chunks", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200)]
    [InlineData("two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400)]
    [InlineData("a length with a sign", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 200)]
    [InlineData("a negative length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc", 400)]
    [InlineData("another transfer coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 400)]
    [InlineData("chunks that are not last", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("a chunk's size that is none", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n", 400)]
    [InlineData("a line feed in a chunk's extension", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0;a\nb\r\n\r\n", 400)]
    [InlineData("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505)]
    [InlineData("a method with a comma", "GE,T / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [Trait("Proves", "S-86")]
    public async Task Kestrel_answers(string what, string request, int status)
    {
        await using var site = await StartAsync();

        var answer = await RawConnection.AskAsync(site.Http.BaseAddress!, request.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));

        Assert.True(answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{what}: {answer}");
    }

    [Theory]
    [InlineData("cookie")]
    [InlineData("host")]
    [InlineData("content-length")]
    [InlineData("authorization, x-forwarded-for")]
    [Trait("Proves", "S-89")]
    public async Task What_Connection_names_is_not_taken_out(string names)
    {
        await using var site = await StartAsync();

        var answer = await RawConnection.AskAsync(
            site.Http.BaseAddress!,
            $"POST /seen HTTP/1.1\r\nHost: garden.test\r\nConnection: close, {names}\r\nCookie: a=b\r\nAuthorization: c\r\nX-Forwarded-For: d\r\nContent-Length: 3\r\n\r\nabc");

        Assert.Contains("garden.test a=b c d abc", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "S-89")]
    public async Task A_malformed_request_is_the_last_of_its_connection()
    {
        await using var site = await StartAsync();

        var answer = await RawConnection.AskAsync(
            site.Http.BaseAddress!, "GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Single(answer.Split("HTTP/1.1 ")[1..]);
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "S-20")]
    public async Task What_Kestrel_refuses_itself_says_nothing_of_caching()
    {
        await using var site = await StartAsync();

        var answer = await RawConnection.AskAsync(site.Http.BaseAddress!, $"GET /page HTTP/1.1\r\nHost: a\r\nX: {new string('x', 40_000)}\r\n\r\n");

        // Neither Kestrel nor an app can add a header here: the proxy in front must refuse such requests first.
        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Cache-Control", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Server:", answer, StringComparison.Ordinal);
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(static app =>
    {
        app.Map("/", static async (HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            return "root";
        });
        app.MapGet("/page", static () => "page").Prerender();
        app.MapPost("/seen", static async (HttpContext context) =>
        {
            var headers = context.Request.Headers;
            using var reader = new StreamReader(context.Request.Body);
            return $"{context.Request.Host} {headers.Cookie} {headers.Authorization} {headers["X-Forwarded-For"]} {await reader.ReadToEndAsync()}";
        });
    });
}
