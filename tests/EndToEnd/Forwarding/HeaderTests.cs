using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>What of a message is passed on, and what belongs to one hop.</summary>
public sealed class HeaderTests
{
    [Fact]
    public async Task Every_byte_of_a_header_arrives_both_ways()
    {
        var text = string.Concat(Enumerable.Range(0x80, 0x80).Select(static code => (char)code));
        await using var origin = new RawOrigin($"HTTP/1.1 200 OK\r\nETag: \"{text}\"\r\nX-Text: {text}\r\nContent-Length: 2\r\n\r\nok");
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        var answer = await site.AskRawAsync($"GET / HTTP/1.1\r\nHost: garden.test\r\nIf-None-Match: \"{text}\"\r\nX-Text: {text}\r\n\r\n");

        var request = Assert.Single(origin.Requests);
        Assert.Equal($"\"{text}\"", request.Header("If-None-Match"));
        Assert.Equal(text, request.Header("X-Text"));
        Assert.Equal("HTTP/1.1 200 OK", answer.Line);
        Assert.Equal($"\"{text}\"", answer.Header("ETag"));
        Assert.Equal(text, answer.Header("X-Text"));
    }

    [Theory]
    [InlineData("/caf%C3%A9/%E2%82%AC?q=caf%c3%a9")]
    [InlineData("/a%2Fb;p=1/~@:!$&'()*+,=?")]
    [InlineData("/?x=%41%zz&y=a+b|c&&z=<>{}^`\\[]")]
    [InlineData("/?a=http://x/../&b=//y")]
    public async Task A_target_arrives_as_it_was_asked_for(string target)
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        await site.AskRawAsync($"GET {target} HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal($"GET {target} HTTP/1.1", Assert.Single(origin.Requests).Line);
    }

    [Theory]
    [InlineData("/?x=\r")]
    [InlineData("/?x=a\rGET")]
    [InlineData("/?x=\u0001")]
    [InlineData("/?x=\u007F")]
    [InlineData("/?x=\u00E9")]
    [InlineData("/?x=a\tb")]
    [Trait("Proves", "S-75")]
    public async Task A_target_that_another_server_could_take_for_two_is_refused(string target)
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        var answer = await site.AskRawAsync($"GET {target} HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal("HTTP/1.1 400 Bad Request", answer.Line);
        Assert.Equal(0, origin.Connections);
    }

    [Fact]
    public async Task Headers_of_one_hop_stay_here()
    {
        await using var origin = new RawOrigin(
            "HTTP/1.1 200 OK\r\nConnection: x-hop, keep-alive\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\nX-End: 1\r\nUpgrade: h2c\r\n"
            + "Proxy-Connection: close\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        var answer = await site.AskRawAsync(
            "GET / HTTP/1.1\r\nHost: garden.test\r\nConnection: x-hop, HTTP2-Settings\r\nX-Hop: 1\r\nX-End: 1\r\nKeep-Alive: 5\r\n"
            + "Proxy-Connection: close\r\nTE: gzip\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");

        var request = Assert.Single(origin.Requests);
        Assert.Equal("1", request.Header("X-End"));
        Assert.Equal("1", answer.Header("X-End"));
        Assert.Null(request.Header("Connection"));
        foreach (var name in (string[])["X-Hop", "Keep-Alive", "Proxy-Connection", "TE", "Upgrade", "HTTP2-Settings", "Trailer"])
        {
            Assert.True(request.Header(name) is null, "request: " + string.Join("; ", request.Headers));
            Assert.True(answer.Header(name) is null, "answer: " + string.Join("; ", answer.Headers));
        }

        Assert.Equal("ok", answer.Body);
    }

    [Theory]
    [InlineData("Cookie", "a=1")]
    [InlineData("Authorization", "Basic eA==")]
    [InlineData("Host", null)]
    [InlineData("Content-Length", "2")]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("Cache-Control", "no-cache")]
    [InlineData("If-None-Match", "\"1\"")]
    [InlineData("Range", "bytes=0-1")]
    [InlineData("Origin", "https://garden.test")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("X-Forwarded-For", null)]
    [InlineData("X-Forwarded-Proto", null)]
    [Trait("Proves", "S-89")]
    public async Task No_visitor_takes_away_what_has_a_meaning_from_end_to_end(string name, string? value)
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        var line = value is null || name is "Content-Length" ? "" : $"{name}: {value}\r\n";

        var answer = await site.AskRawAsync(
            $"POST / HTTP/1.1\r\nHost: garden.test\r\nConnection: close, {name}\r\nContent-Length: 2\r\n{line}\r\nab");

        Assert.Equal("HTTP/1.1 200 OK", answer.Line);
        var request = Assert.Single(origin.Requests);
        Assert.NotNull(request.Header(name));
        Assert.Equal(value ?? request.Header(name), request.Header(name));
        Assert.Equal("ab", request.Body);
        Assert.Empty(origin.Garbage);
    }

    [Fact]
    public async Task The_other_server_learns_who_asks_from_us_alone()
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        await site.AskRawAsync(
            "GET / HTTP/1.1\r\nHost: garden.test:81\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: evil.test\r\nX-Forwarded-Proto: https\r\n"
            + "X-Forwarded-Prefix: /evil\r\nX-Forwarded-Port: 6\r\nX-Real-IP: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Original-Host: evil.test\r\n\r\n");

        var request = Assert.Single(origin.Requests);
        Assert.Equal(new Uri(origin.Url).Authority, request.Header("Host"));
        Assert.Equal("127.0.0.1", request.Header("X-Forwarded-For"));
        Assert.Equal("garden.test:81", request.Header("X-Forwarded-Host"));
        Assert.Equal("http", request.Header("X-Forwarded-Proto"));
        Assert.StartsWith("1.1 perennial-", request.Header("Via"), StringComparison.Ordinal);
        Assert.DoesNotContain(request.Headers, static header => header.Value.Contains("6.6.6.6", StringComparison.Ordinal));
        Assert.DoesNotContain(request.Headers, static header => header.Value.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_the_app_trusts_is_believed()
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url, use: static app =>
        {
            app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.All });
            app.UsePerennial();
        });

        await site.AskRawAsync(
            "GET / HTTP/1.1\r\nHost: inside\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Host: garden.test\r\nX-Forwarded-Proto: https\r\n\r\n");

        var request = Assert.Single(origin.Requests);
        Assert.Equal("192.0.2.7", request.Header("X-Forwarded-For"));
        Assert.Equal("garden.test", request.Header("X-Forwarded-Host"));
        Assert.Equal("https", request.Header("X-Forwarded-Proto"));
    }

    [Theory]
    [InlineData(204, "Content-Length: 0\r\n")]
    [InlineData(304, "ETag: \"1\"\r\nContent-Length: 10\r\n")]
    public async Task An_answer_without_a_body_stays_without(int status, string headers)
    {
        await using var origin = new RawOrigin($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} X\r\n{headers}X-End: 1\r\n\r\n");
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        var answer = await site.AskRawAsync("GET / HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} X", answer.Line);
        Assert.Equal("1", answer.Header("X-End"));
        Assert.Equal(status == 304 ? "10" : null, answer.Header("Content-Length"));
        Assert.Null(answer.Header("Transfer-Encoding"));
    }

    [Fact]
    public async Task HEAD_says_the_length_of_what_it_does_not_send()
    {
        await using var origin = new RawOrigin("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n");
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        using var answer = await site.SendAsync(HttpMethod.Head, "/x");

        Assert.Equal("HEAD /x HTTP/1.1", Assert.Single(origin.Requests).Line);
        Assert.Equal("12345", answer.Header("Content-Length"));
    }

    [Fact]
    public async Task An_answer_stays_as_it_is()
    {
        await using var origin = new RawOrigin(
            "HTTP/1.1 302 Over There\r\nLocation: /x?y#z\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\nContent-Encoding: gzip\r\n"
            + "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nServer: other\r\nEmpty:\r\nX-Two: 1\r\nX-Two: 2\r\nContent-Length: 3\r\n\r\nabc");
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        var answer = await site.AskRawAsync("GET / HTTP/1.1\r\nHost: garden.test\r\nAccept-Encoding: gzip\r\n\r\n");

        Assert.Equal("HTTP/1.1 302 Over There", answer.Line);
        Assert.Equal(
            [
                ("Content-Encoding", "gzip"), ("Content-Length", "3"), ("Date", "Thu, 01 Jan 1970 00:00:00 GMT"), ("Empty", ""), ("Location", "/x?y#z"),
                ("Server", "other"), ("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2"), ("X-Two", "1"), ("X-Two", "2"),
            ],
            answer.Headers.OrderBy(static header => header.Name, StringComparer.Ordinal).ThenBy(static header => header.Value, StringComparer.Ordinal));
        Assert.Equal("abc", answer.Body);
        Assert.Equal(1, origin.Connections);
    }

    [Theory]
    [InlineData("404 Not Found", "Content-Length: 0\r\n")]
    [InlineData("404 Not Found", "Transfer-Encoding: chunked\r\n")]
    [InlineData("500 Oh", "Content-Length: 0\r\nCache-Control: public, max-age=5\r\n")]
    public async Task Its_errors_are_its_own(string status, string headers)
    {
        await using var origin = new RawOrigin($"HTTP/1.1 {status}\r\n{headers}\r\n{(headers.Contains("chunked", StringComparison.Ordinal) ? "0\r\n\r\n" : "")}");
        await using var site = await ForwardingSite.StartAsync(origin.Url, use: static app =>
        {
            app.UseStatusCodePages("text/plain", "ours {0}");
            app.UsePerennial();
        });

        var answer = await site.AskRawAsync("GET / HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal("HTTP/1.1 " + status, answer.Line);
        Assert.Equal("", answer.Body);
        Assert.Equal(headers.Contains("public", StringComparison.Ordinal) ? "public, max-age=5" : null, answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_site_that_is_its_own_destination_ends_at_once()
    {
        var port = Ports.Free();
        await using var site = await ForwardingSite.StartAsync(
            $"http://127.0.0.1:{port}", services: builder => builder.WebHost.UseUrls($"http://127.0.0.1:{port}"));

        using var answer = await site.GetAsync("/x");

        Assert.Equal(HttpStatusCode.LoopDetected, answer.StatusCode);
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }
}
