using System.Text;
using Microsoft.AspNetCore.Hosting;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>Another server that has seen enough of an upload before its end: its answer is the visitor's, and no fault.</summary>
public sealed class EarlyAnswerTests
{
    private const string Known = "Content-Length: 50000000\r\n";
    private const string Chunked = "Transfer-Encoding: chunked\r\n";

    [Theory]
    [InlineData("HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\nContent-Length: 4\r\n\r\nmuch", Known)]
    [InlineData("HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\nContent-Length: 4\r\n\r\nmuch", Chunked)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 4\r\n\r\nmuch", Known)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nmuch\r\n0\r\n\r\n", Chunked)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 4\r\n\r\nmuch", Known)]
    [InlineData("HTTP/1.1 503 Busy\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 4\r\n\r\nmuch", Known)]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nmuch", Chunked)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 422 No\r\nContent-Length: 4\r\n\r\nmuch", Known)]
    public async Task It_reaches_a_visitor_who_has_not_sent_everything(string bytes, string framing)
    {
        var isClosing = bytes.Contains("close", StringComparison.Ordinal);
        await using var origin = new HeadOrigin(async (_, client, token) =>
        {
            await HeadOrigin.SayAsync(client, bytes, token);
            if (isClosing)
            {
                throw new IOException("No more of it.");
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        await using var site = await StartAsync(origin);
        await using var stream = await site.ConnectAsync();

        await stream.SendAsync($"POST /up HTTP/1.1\r\nHost: garden.test\r\n{framing}\r\n{(framing == Chunked ? "5\r\nhello\r\n" : "hello")}");
        var answer = await new RawReader(stream, TestContext.Current.CancellationToken).ReadResponseAsync();

        var final = bytes[bytes.LastIndexOf("HTTP/1.1", StringComparison.Ordinal)..];
        Assert.Equal((final.Split('\r')[0], "much"), (answer.Line, answer.Body));
        foreach (var name in (string[])["WWW-Authenticate", "Location", "Retry-After"])
        {
            Assert.Equal(final.Contains(name, StringComparison.Ordinal), answer.Header(name) is not null);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_reaches_a_visitor_who_does_not_stop_sending(bool closes)
    {
        await using var origin = new HeadOrigin(async (_, client, token) =>
        {
            await HeadOrigin.SayAsync(client, "HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\nContent-Length: 4\r\n\r\nmuch", token);
            if (closes)
            {
                // With unread bytes this is a reset, behind the answer.
                throw new IOException("No more of it.");
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        await using var site = await StartAsync(origin);
        await using var stream = await site.ConnectAsync();
        await stream.SendAsync($"POST /up HTTP/1.1\r\nHost: garden.test\r\n{Known}\r\n");

        var sending = SendOnAsync(stream);
        var answer = await new RawReader(stream, TestContext.Current.CancellationToken).ReadResponseAsync();

        Assert.Equal(("HTTP/1.1 413 Payload Too Large", "much"), (answer.Line, answer.Body));
        stream.Close();
        await sending;
    }

    [Fact]
    public async Task One_after_100_Continue_reaches_the_visitor_too()
    {
        await using var origin = new HeadOrigin(async (_, client, token) =>
        {
            await HeadOrigin.SayAsync(client, "HTTP/1.1 100 Continue\r\n\r\n", token);
            await client.GetStream().ReadExactlyAsync(new byte[5], token);
            await HeadOrigin.SayAsync(client, "HTTP/1.1 415 No\r\nContent-Length: 4\r\n\r\nmuch", token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        await using var site = await StartAsync(origin);
        await using var stream = await site.ConnectAsync();
        var reader = new RawReader(stream, TestContext.Current.CancellationToken);

        await stream.SendAsync($"POST /up HTTP/1.1\r\nHost: garden.test\r\nExpect: 100-continue\r\n{Known}\r\n");
        Assert.Equal("HTTP/1.1 100 Continue", (await reader.ReadResponseAsync(hasBody: false)).Line);
        await stream.SendAsync("hello");

        var answer = await reader.ReadResponseAsync();
        Assert.Equal(("HTTP/1.1 415 No", "much"), (answer.Line, answer.Body));
    }

    [Fact]
    public async Task A_success_that_comes_early_gets_the_whole_body_all_the_same()
    {
        var rest = new TaskCompletionSource<string>();
        await using var origin = new HeadOrigin(async (_, client, token) =>
        {
            await HeadOrigin.SayAsync(client, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", token);
            var body = new byte[10];
            await client.GetStream().ReadExactlyAsync(body, token);
            rest.SetResult(Encoding.ASCII.GetString(body));
        });
        await using var site = await StartAsync(origin);
        await using var stream = await site.ConnectAsync();
        await stream.SendAsync("POST /up HTTP/1.1\r\nHost: garden.test\r\nContent-Length: 10\r\n\r\nhello");
        await Eventually.IsTrueAsync(() => Task.FromResult(origin.Requests == 1));

        await stream.SendAsync("world");
        var answer = await new RawReader(stream, TestContext.Current.CancellationToken).ReadResponseAsync();

        Assert.Equal(("HTTP/1.1 200 OK", "ok"), (answer.Line, answer.Body));
        Assert.Equal("helloworld", await rest.Task);
    }

    [Fact]
    public async Task On_a_connection_that_was_used_before_it_reaches_the_visitor_too()
    {
        await using var origin = new HeadOrigin(async (number, client, token) =>
        {
            await HeadOrigin.SayAsync(client, number == 1 ? RawOrigin.Ok : "HTTP/1.1 401 No\r\nContent-Length: 4\r\n\r\nmuch", token);
            if (number > 1)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
        });
        await using var site = await StartAsync(origin);
        Assert.Equal("ok", await site.TextAsync("/x"));
        await using var stream = await site.ConnectAsync();

        await stream.SendAsync($"POST /up HTTP/1.1\r\nHost: garden.test\r\n{Known}\r\nhello");
        var answer = await new RawReader(stream, TestContext.Current.CancellationToken).ReadResponseAsync();

        Assert.Equal(("HTTP/1.1 401 No", "much"), (answer.Line, answer.Body));
    }

    private static Task<TestSite> StartAsync(HeadOrigin origin) => ForwardingSite.StartAsync(
        origin.Url, services: static builder => builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = null));

    private static async Task SendOnAsync(Stream stream)
    {
        var bytes = new byte[64 * 1024];
        try
        {
            for (var sent = 0; sent + bytes.Length <= 50_000_000; sent += bytes.Length)
            {
                await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The answer is there, and nobody reads on.
        }
    }
}
