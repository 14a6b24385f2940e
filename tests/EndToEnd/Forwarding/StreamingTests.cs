using System.Text;
using System.Threading.Channels;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>Bodies go on as they come, in both directions.</summary>
public sealed class StreamingTests
{
    [Fact]
    public async Task An_answer_comes_as_it_is_made()
    {
        var parts = Channel.CreateUnbounded<string>();
        await using var origin = new RawOrigin(async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), token);
            await foreach (var part in parts.Reader.ReadAllAsync(token))
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{part.Length:x}\r\n{part}\r\n"), token);
            }

            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), token);
        });
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/events", UriKind.Relative));
        using var answer = await site.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[100];
        foreach (var part in (string[])["first", "second", "third"])
        {
            // Each is there before the next is made: nothing waits for the rest.
            Assert.True(parts.Writer.TryWrite(part));
            var count = await body.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.Equal(part, Encoding.ASCII.GetString(buffer, 0, count));

            // Longer in all than the silence that is allowed.
            site.Time.Advance(TimeSpan.FromSeconds(25));
        }

        parts.Writer.Complete();
        Assert.Equal(0, await body.ReadAsync(buffer, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_request_goes_as_it_comes()
    {
        var received = Channel.CreateUnbounded<string>();
        await using var origin = new ChunkOrigin(received.Writer);
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        await using var stream = await site.ConnectAsync();
        await stream.SendAsync("POST /x HTTP/1.1\r\nHost: garden.test\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (var part in (string[])["first", "second", "third"])
        {
            await stream.SendAsync($"{part.Length:x}\r\n{part}\r\n");
            var text = "";
            while (!text.Contains(part, StringComparison.Ordinal))
            {
                text += await received.Reader.ReadAsync(TestContext.Current.CancellationToken);
            }
        }

        await stream.SendAsync("0\r\n\r\n");
        Assert.Equal("ok", (await new RawReader(stream, TestContext.Current.CancellationToken).ReadResponseAsync()).Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Large_bodies_arrive_whole(bool chunked)
    {
        var bytes = new string('x', 1_000_000) + "end";
        await using var origin = new RawOrigin(async (request, stream, token) =>
        {
            var head = chunked ? "Transfer-Encoding: chunked\r\n\r\n" + $"{request.Body.Length:x}\r\n" : $"Content-Length: {request.Body.Length}\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + head + request.Body + (chunked ? "\r\n0\r\n\r\n" : "")), token);
        });
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        using var answer = await site.SendAsync(HttpMethod.Post, "/x", request =>
        {
            request.Content = new StringContent(bytes);
            request.Headers.TransferEncodingChunked = chunked;
        });

        Assert.Equal(bytes, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(chunked ? null : bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Header("Content-Length"));
    }

    [Fact]
    public async Task A_visitor_who_asks_first_sends_his_body_when_the_other_server_wants_it()
    {
        var asked = new TaskCompletionSource();
        var wanted = new TaskCompletionSource();
        await using var origin = new ExpectOrigin(asked, wanted.Task);
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        await using var stream = await site.ConnectAsync();
        await stream.SendAsync("POST /x HTTP/1.1\r\nHost: garden.test\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(stream.DataAvailable);
        wanted.SetResult();
        var reader = new RawReader(stream, TestContext.Current.CancellationToken);

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await reader.ReadSomeAsync());
        await stream.SendAsync("hello");
        Assert.Equal("hello", (await reader.ReadResponseAsync()).Body);
    }
}
