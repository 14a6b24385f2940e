using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Perennial.EndToEnd.Forwarding;
using static Perennial.EndToEnd.Http2.FrameConnection;

namespace Perennial.EndToEnd.Http2;

/// <summary>What a client of HTTP/2 can send that HTTP/1.1 cannot: it ends with that client, and reaches no page and no other server.</summary>
[Trait("Proves", "S-87")]
public sealed class FrameTests
{
    private int _large;
    private int _ran;
    private int _waiting;

    /// <summary>Header fields that are no request (RFC 9113 §8.2, §8.3).</summary>
    public static TheoryData<string, (string, string)[]> Bad { get; } = new()
    {
        { "no path", [(":method", "GET"), (":scheme", "http"), (":authority", "garden.test")] },
        { "no method", [(":scheme", "http"), (":path", "/live"), (":authority", "garden.test")] },
        { "no scheme", [(":method", "GET"), (":path", "/live"), (":authority", "garden.test")] },
        { "an empty path", Request("GET", "") },
        { "a path twice", Request("GET", "/live", (":path", "/kept")) },
        { "a method twice", [(":method", "GET"), .. Request("POST", "/live")] },
        { "an unknown pseudo-header", Request("GET", "/live", (":proto", "x")) },
        { "a response's pseudo-header", Request("GET", "/live", (":status", "200")) },
        { "a pseudo-header after a header", [(":method", "GET"), (":scheme", "http"), ("x", "y"), (":path", "/live"), (":authority", "garden.test")] },
        { "a name in capitals", Request("GET", "/live", ("X-Y", "z")) },
        { "a value with a line's end", Request("GET", "/live", ("x", "y\r\nhost: evil.example")) },
        { "a value with a zero", Request("GET", "/live", ("x", "y\0z")) },
        { "a path with a line's end", Request("GET", "/live\r\nhost: evil.example") },
        { "a path with a second request", Request("GET", "/live HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /evil") },
        { "a method with a line's end", Request("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\nGET", "/live") },
        { "an authority with a line's end", [(":method", "GET"), (":scheme", "http"), (":path", "/live"), (":authority", "a\r\nx: y")] },
        { "connection", Request("GET", "/live", ("connection", "close")) },
        { "te other than trailers", Request("GET", "/live", ("te", "gzip")) },
        { "two lengths", Request("POST", "/live", ("content-length", "3"), ("content-length", "4")) },
        { "a length that is none", Request("POST", "/live", ("content-length", "3x")) },
        { "a path that is a URL", Request("GET", "http://evil.example/live") },
    };

    /// <summary>No requests either, but Kestrel takes them for such.</summary>
    public static TheoryData<string, (string, string)[]> Odd { get; } = new()
    {
        { "a name with a colon", Request("GET", "/out", ("x:y", "z")) },
        { "a name with a line's end", Request("GET", "/out", ("x\r\ny", "z")) },
        { "chunks", Request("POST", "/out", ("transfer-encoding", "chunked")) },
        { "another host", Request("GET", "/out", ("host", "evil.example")) },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Bad))]
    public async Task What_is_no_request_runs_nothing_and_is_not_passed_on(string what, (string, string)[] fields)
    {
        await using var origin = new RawOrigin();
        await using var site = await StartAsync(origin.Url);
        foreach (var path in new[] { "/live", "/out" })
        {
            using var connection = await OpenAsync(site.Http.BaseAddress!);
            var asked = fields.Select(field => (field.Item1, field.Item2.Replace("/live", path, StringComparison.Ordinal))).ToArray();
            await connection.SendAsync(Headers, EndStream | EndHeaders, 1, Block(asked));

            var outcome = await connection.OutcomeAsync(1);
            Assert.True(outcome is "400" or "404" or "closed" || outcome.StartsWith("reset", StringComparison.Ordinal) || outcome.StartsWith("goaway", StringComparison.Ordinal), what + ": " + outcome);
        }

        Assert.Equal(0, _ran);
        Assert.Equal(0, origin.Connections);
        await AssertServesAsync(site);
    }

    [Theory, MemberData(nameof(Odd))]
    public async Task What_Kestrel_takes_for_a_request_is_passed_on_as_one_that_is_well_formed(string what, (string, string)[] fields)
    {
        await using var origin = new RawOrigin();
        await using var site = await StartAsync(origin.Url);
        using var connection = await OpenAsync(site.Http.BaseAddress!);

        await connection.SendAsync(Headers, EndStream | EndHeaders, 1, Block(fields));

        Assert.Equal((what, "200"), (what, await connection.OutcomeAsync(1)));
        var request = Assert.Single(origin.Requests);
        Assert.Equal((new Uri(origin.Url).Authority, "garden.test"), (request.Header("Host"), request.Header("X-Forwarded-Host")));
        Assert.Null(request.Header("Transfer-Encoding"));
        Assert.DoesNotContain(request.Headers, static header => header.Name is "x" or "y" || header.Value.Contains("evil", StringComparison.Ordinal));
        Assert.Empty(origin.Garbage);
    }

    [Theory]
    [InlineData("5", "hel", true)]
    [InlineData("5", "hello!!", true)]
    [InlineData("0", "hello", true)]
    [InlineData("5", "", false)]
    public async Task A_body_of_another_length_than_it_says_is_no_body(string length, string body, bool hasData)
    {
        await using var origin = new RawOrigin();
        await using var site = await StartAsync(origin.Url);
        foreach (var path in new[] { "/body", "/out" })
        {
            using var connection = await OpenAsync(site.Http.BaseAddress!);
            await connection.SendAsync(Headers, (byte)(EndHeaders | (hasData ? 0 : EndStream)), 1, Block(Request("POST", path, ("content-length", length))));
            if (hasData)
            {
                await connection.SendAsync(Data, EndStream, 1, System.Text.Encoding.ASCII.GetBytes(body));
            }

            var outcome = await connection.OutcomeAsync(1);
            Assert.True(outcome is "400" or "closed" || outcome.StartsWith("reset", StringComparison.Ordinal) || outcome.StartsWith("goaway", StringComparison.Ordinal), path + " " + outcome);
        }

        Assert.Equal(0, _ran);
        Assert.Empty(origin.Requests);
        await AssertServesAsync(site);
    }

    [Fact]
    public async Task Headers_that_go_on_for_ever_are_cut_off_at_the_limit()
    {
        await using var site = await StartAsync("http://127.0.0.1:9");
        using var connection = await OpenAsync(site.Http.BaseAddress!);
        await connection.SendAsync(Headers, EndStream, 1, Block(Request("GET", "/live")));

        // 256 MB in all, of 16 KB each: field after field, and the block never ends.
        var more = Frame(Continuation, 0, 1, Block(("x-more", new string('x', 16_000))));
        var sent = 0;
        while (sent < 16_000 && await connection.SendAsync(more))
        {
            sent++;
        }

        Assert.True(sent < 1000, $"{sent} frames were taken.");
        Assert.NotEqual("200", await connection.OutcomeAsync(1));
        Assert.Equal(0, _ran);
        await AssertServesAsync(site);
    }

    [Fact]
    public async Task So_are_headers_that_are_empty_for_ever()
    {
        await using var site = await StartAsync("http://127.0.0.1:9", TimeSpan.FromSeconds(1));
        using var connection = await OpenAsync(site.Http.BaseAddress!);
        await connection.SendAsync(Headers, EndStream, 1, Block(Request("GET", "/live")));

        // Nine bytes each, which count against no limit of size, but the time for headers passes.
        var some = Enumerable.Repeat(Frame(Continuation, 0, 1, []), 10_000).SelectMany(static frame => frame).ToArray();
        await connection.SendAsync(some);

        await AssertServesAsync(site);
        Assert.NotEqual("200", await connection.OutcomeAsync(1));
        Assert.Equal(0, _ran);
    }

    [Fact]
    public async Task Requests_that_are_taken_back_at_once_cost_no_more_than_a_few()
    {
        await using var site = await StartAsync("http://127.0.0.1:9");
        using var connection = await OpenAsync(site.Http.BaseAddress!);
        var block = Block(Request("GET", "/wait"));
        var sent = 0;
        for (var stream = 1; stream < 100_000; stream += 2)
        {
            byte[] both = [.. Frame(Headers, EndStream | EndHeaders, stream, block), .. Frame(Reset, 0, stream, [0, 0, 0, 8])];
            if (!await connection.SendAsync(both))
            {
                break;
            }

            sent++;
        }

        // Kestrel says ENHANCE_YOUR_CALM (11), and closes; what was begun until then has ended by itself.
        Assert.InRange(sent, 1, 49_999);
        await AssertServesAsync(site);
        await Eventually.IsTrueAsync(() => Task.FromResult(_waiting == 0));
    }

    [Fact]
    public async Task Answers_that_nobody_takes_hold_up_nobody_else()
    {
        await using var site = await StartAsync("http://127.0.0.1:9");
        using var connection = await OpenAsync(site.Http.BaseAddress!);

        // No room for a single byte (SETTINGS_INITIAL_WINDOW_SIZE 0), and a hundred large pages.
        await connection.SendAsync(Settings, 0, 0, [0, 4, 0, 0, 0, 0]);
        for (var stream = 1; stream < 200; stream += 2)
        {
            await connection.SendAsync(Headers, EndStream | EndHeaders, stream, Block(Request("GET", "/large")));
        }

        await AssertServesAsync(site);
        Assert.InRange(_large, 0, 1);
    }

    private static async Task AssertServesAsync(TestSite site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Http.BaseAddress!, "/kept"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await site.Http.SendAsync(request, Stop);
        Assert.Equal("kept", await response.Content.ReadAsStringAsync(Stop));
    }

    private Task<TestSite> StartAsync(string origin, TimeSpan? forHeaders = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/kept", static () => "kept").Prerender();
            app.MapGet("/live", () => $"{Interlocked.Increment(ref _ran)}").DynamicPage();
            app.MapPost("/live", () => $"{Interlocked.Increment(ref _ran)}");
            app.MapGet("/large", () => $"{Interlocked.Increment(ref _large)}" + new string('x', 1_000_000)).Prerender();
            app.MapGet("/wait", async (HttpContext context) =>
            {
                Interlocked.Increment(ref _waiting);
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                }
                finally
                {
                    Interlocked.Decrement(ref _waiting);
                }
            });
            app.MapPost("/body", async (HttpContext context) =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null, Stop);
                return $"{Interlocked.Increment(ref _ran)}";
            });
        },
        builder => builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http2);
            kestrel.Limits.RequestHeadersTimeout = forHeaders ?? kestrel.Limits.RequestHeadersTimeout;
        }),
        options: options => options.Rules.Rewrites.Add("/out", origin + "/out"));
}
