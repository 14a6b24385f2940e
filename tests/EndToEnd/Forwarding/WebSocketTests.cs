using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>WebSockets go through where a rewrite leads, and nowhere else.</summary>
public sealed class WebSocketTests
{
    private const string Ask = "Host: garden.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Messages_go_both_ways_until_goodbye(int version)
    {
        await using var origin = await EchoAsync();
        await using var site = await ForwardingSite.StartAsync(
            origin.Urls.Single(),
            services: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
                endpoint => endpoint.Protocols = version == 2
                    ? Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2
                    : Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1)));
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = new(version, version == 1 ? 1 : 0);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.AddSubProtocol("garden");
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var token = TestContext.Current.CancellationToken;

        await socket.ConnectAsync(new($"ws://127.0.0.1:{site.Http.BaseAddress!.Port}/echo?x=1"), client, token);
        Assert.Equal("garden", socket.SubProtocol);
        foreach (var text in (string[])["a", new string('b', 200_000), ""])
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, token);
            Assert.Equal(text, await ReceiveAsync(socket));

            // Longer than an answer may take to begin.
            site.Time.Advance(TimeSpan.FromMinutes(2));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", token);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        Assert.Equal("bye too", socket.CloseStatusDescription);
    }

    [Fact]
    public async Task A_server_that_does_not_want_to_answers_as_always()
    {
        await using var origin = new RawOrigin("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        var answer = await site.AskRawAsync("GET /x HTTP/1.1\r\n" + Ask);

        Assert.Equal("HTTP/1.1 403 No", answer.Line);
        Assert.Equal("no", answer.Body);
        Assert.Equal("websocket", Assert.Single(origin.Requests).Header("Upgrade"));
    }

    [Theory]
    [InlineData("GET http://127.0.0.1:{canary}/shop/x HTTP/1.1\r\nHost: garden.test\r\n")]
    [InlineData("GET http://127.0.0.1:{canary}/shop/x HTTP/1.1\r\nHost: 127.0.0.1:{canary}\r\n")]
    [InlineData("GET http://garden.test/other HTTP/1.1\r\nHost: garden.test\r\n")]
    [InlineData("GET /other HTTP/1.1\r\nHost: 127.0.0.1:{canary}\r\n")]
    [InlineData("GET //127.0.0.1:{canary}/x HTTP/1.1\r\nHost: garden.test\r\n")]
    [InlineData("GET /http://127.0.0.1:{canary}/ HTTP/1.1\r\nHost: garden.test\r\n")]
    [InlineData("GET /shop/../other HTTP/1.1\r\nHost: garden.test\r\n")]
    [InlineData("GET @127.0.0.1:{canary}/ HTTP/1.1\r\nHost: garden.test\r\n")]
    [InlineData("CONNECT 127.0.0.1:{canary} HTTP/1.1\r\nHost: 127.0.0.1:{canary}\r\n")]
    [Trait("Proves", "S-77")]
    public async Task Nobody_is_led_where_no_rule_leads(string request)
    {
        await using var canary = new RawOrigin();
        await using var shop = new RawOrigin("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/", () => "home"),
            options: options => options.Rules.Rewrites.Add("/shop/{**path}", shop.Url + "/{path}"));
        var text = request.Replace("{canary}", new Uri(canary.Url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

        var answer = await site.AskRawAsync(
            text + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        // An absolute-form target whose host is the Host header's is an ordinary request (RFC 9112 §3.2.2): its path decides.
        var expected = shop.Requests.IsEmpty ? (string[])["400", "404", "405"] : ["403"];
        Assert.Contains(answer.Line.Split(' ')[1], expected);
        Assert.Equal(0, canary.Connections);
        Assert.All(shop.Requests, static request => Assert.Equal("GET /x HTTP/1.1", request.Line));
    }

    [Theory]
    [InlineData("h2c")]
    [InlineData("TLS/1.0")]
    [Trait("Proves", "S-77")]
    public async Task No_other_protocol_is_switched_to(string protocol)
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        var answer = await site.AskRawAsync($"GET /x HTTP/1.1\r\nHost: garden.test\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\n\r\n");

        Assert.Equal("HTTP/1.1 200 OK", answer.Line);
        Assert.Null(Assert.Single(origin.Requests).Header("Upgrade"));
    }

    [Fact]
    public async Task A_silent_one_is_ended()
    {
        await using var origin = new RawOrigin(static async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"u8.ToArray(), token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        await using var site = await ForwardingSite.StartAsync(origin.Url, static options => options.Forwarding.WebSocketTimeout = TimeSpan.FromMinutes(3));
        await using var stream = await site.ConnectAsync();
        await stream.SendAsync("GET /x HTTP/1.1\r\n" + Ask);
        var reader = new RawReader(stream, TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 101", (await reader.ReadResponseAsync()).Line, StringComparison.Ordinal);

        var ended = reader.ReadSomeAsync();
        await Eventually.IsTrueAsync(() =>
        {
            site.Time.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(ended.IsCompleted);
        });

        Assert.Equal("", await ended);
    }

    private static async Task<WebApplication> EchoAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(static async context =>
        {
            Assert.Equal("/echo?x=1", context.Request.Path + context.Request.QueryString);
            using var socket = await context.WebSockets.AcceptWebSocketAsync("garden");
            while (await ReceiveAsync(socket) is { } text)
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye too", context.RequestAborted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<string?> ReceiveAsync(WebSocket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            if (result.MessageType is WebSocketMessageType.Close)
            {
                return null;
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, result.Count));
            if (result.EndOfMessage)
            {
                return text.ToString();
            }
        }
    }
}
