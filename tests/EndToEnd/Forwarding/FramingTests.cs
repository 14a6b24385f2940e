using Microsoft.AspNetCore.Hosting;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>One request comes in, one well-framed request goes out. Anything else is a second request that nobody checked.</summary>
public sealed class FramingTests
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY", "TRACE"];

    private static readonly Dictionary<string, (string Headers, string Body, string Arrives)> Framings = new()
    {
        ["none"] = ("", "", ""),
        ["length"] = ("Content-Length: 5\r\n", "hello", "hello"),
        ["length, with a sign"] = ("Content-Length: +5\r\n", "hello", "hello"),
        ["zero"] = ("Content-Length: 0\r\n", "", ""),
        ["chunked"] = ("Transfer-Encoding: chunked\r\n", "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", "hello"),
        ["chunked, in capitals"] = ("Transfer-Encoding: CHUNKED\r\n", "5\r\nhello\r\n0\r\n\r\n", "hello"),
        ["chunked, and nothing"] = ("Transfer-Encoding: chunked\r\n", "0\r\n\r\n", ""),
        ["chunked, with a trailer"] = ("Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n", "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n", "hello"),
        ["both"] = ("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n", "hello"),
        ["chunked, named as of this hop"] = ("Connection: transfer-encoding\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n", "hello"),
        ["length, named as of this hop"] = ("Connection: content-length\r\nContent-Length: 5\r\n", "hello", "hello"),
    };

    private static readonly string[] Refused =
    [
        "Transfer-Encoding: identity\r\n", "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding : chunked\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5, 5\r\n",
        "Content-Length: 0x5\r\n", "Content-Length: -5\r\n",
    ];

    public static TheoryData<string> All => [.. Framings.Keys];

    [Theory, MemberData(nameof(All))]
    [Trait("Proves", "S-75")]
    public async Task One_request_is_one_request_for_every_method(string framing)
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        var (headers, body, arrives) = Framings[framing];

        foreach (var method in Methods)
        {
            var answer = await site.AskRawAsync($"{method} /x?y=1 HTTP/1.1\r\nHost: garden.test\r\n{headers}\r\n{body}", method != "HEAD");
            Assert.Equal("HTTP/1.1 200 OK", answer.Line);
        }

        Assert.Equal(
            Methods.Select(method => $"{method} /x?y=1 HTTP/1.1 {arrives}"),
            origin.Requests.Select(static request => request.Line + " " + request.Body));
        Assert.Empty(origin.Garbage);
    }

    [Fact]
    [Trait("Proves", "S-75")]
    public async Task What_is_framed_in_no_way_or_in_two_is_refused_here()
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        foreach (var headers in Refused)
        {
            var answer = await site.AskRawAsync($"POST /x HTTP/1.1\r\nHost: garden.test\r\n{headers}\r\n5\r\nhello\r\n0\r\n\r\n");
            Assert.True(answer.Line.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), headers + answer.Line);
        }

        Assert.Equal(0, origin.Connections);
    }

    [Fact]
    [Trait("Proves", "S-75")]
    public async Task Requests_of_one_connection_stay_apart()
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        await using var stream = await site.ConnectAsync();
        var reader = new RawReader(stream, TestContext.Current.CancellationToken);

        await stream.SendAsync(
            "DELETE /1 HTTP/1.1\r\nHost: garden.test\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
            + "OPTIONS /2 HTTP/1.1\r\nHost: garden.test\r\nContent-Length: 2\r\n\r\ncd"
            + "GET /3 HTTP/1.1\r\nHost: garden.test\r\n\r\n");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("ok", (await reader.ReadResponseAsync()).Body);
        }

        Assert.Equal(
            ["DELETE /1 HTTP/1.1 ab", "OPTIONS /2 HTTP/1.1 cd", "GET /3 HTTP/1.1 "],
            origin.Requests.Select(static request => request.Line + " " + request.Body));
        Assert.Empty(origin.Garbage);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\nContent-Length: 20\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("HTTP/1.1 205 Reset Content\r\nContent-Length: 5\r\n\r\nhello", "")]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", "")]
    public async Task An_answer_that_is_framed_in_two_ways_is_framed_in_one(string bytes, string body)
    {
        await using var origin = new RawOrigin(bytes);
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        // The reader takes exception to a message that is framed twice.
        var answer = await site.AskRawAsync("GET /x HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal((bytes.Split('\r')[0], body), (answer.Line, answer.Body));
    }

    [Fact]
    public async Task A_request_without_a_body_gets_none()
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        foreach (var method in (string[])["GET", "DELETE", "OPTIONS"])
        {
            await site.AskRawAsync($"{method} / HTTP/1.1\r\nHost: garden.test\r\n\r\n");
        }

        Assert.All(origin.Requests, static request =>
        {
            Assert.Null(request.Header("Content-Length"));
            Assert.Null(request.Header("Transfer-Encoding"));
        });
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_no_request()
    {
        await using var origin = new RawOrigin();
        await using (var site = await ForwardingSite.StartAsync(origin.Url))
        {
            await using var stream = await site.ConnectAsync();
            await stream.SendAsync("POST /x HTTP/1.1\r\nHost: garden.test\r\nContent-Length: 500\r\n\r\nhello");
            await Eventually.IsTrueAsync(() => Task.FromResult(origin.Connections == 1));
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(origin.Closed == 1));
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task A_body_larger_than_the_limit_is_refused_and_not_passed_on()
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(
            origin.Url, services: static builder => builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = 10));

        var known = await site.AskRawAsync("POST /x HTTP/1.1\r\nHost: garden.test\r\nContent-Length: 11\r\n\r\nhello world");
        Assert.Equal(0, origin.Connections);
        var found = await site.AskRawAsync(
            "POST /x HTTP/1.1\r\nHost: garden.test\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n");

        Assert.Equal("HTTP/1.1 413 Payload Too Large", known.Line);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", found.Line);
        Assert.Empty(origin.Requests);
    }
}
