using System.Net;
using System.Text;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>A connection that lay idle may be dead, which shows when it is used. What can be repeated is (RFC 9110 §9.2.2), once.</summary>
public sealed class IdleConnectionTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_read_is_sent_once_more(string method)
    {
        await using var origin = new HeadOrigin(static (number, client, token) => number == 2 ? DieAsync(client) : OkAsync(client, token));
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        Assert.Equal("ok", await site.TextAsync("/first"));

        using var answer = await site.SendAsync(new(method), "/second");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(3, origin.Requests);
    }

    [Theory]
    [InlineData("POST", null)]
    [InlineData("PATCH", null)]
    [InlineData("DELETE", null)]
    [InlineData("POST", "a=1")]
    [InlineData("GET", "a=1")]
    public async Task What_may_have_done_something_is_not(string method, string? body)
    {
        await using var origin = new HeadOrigin(static (number, client, token) => number == 2 ? DieAsync(client) : OkAsync(client, token));
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        Assert.Equal("ok", await site.TextAsync("/first"));

        using var answer = await site.SendAsync(
            new(method), "/second", request => request.Content = body is null ? null : new StringContent(body, Encoding.ASCII));

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(2, origin.Requests);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("PURGE")]
    public async Task Not_even_where_the_connection_only_ended(string method)
    {
        await using var origin = new HeadOrigin(
            static (number, client, token) => number == 2 ? throw new IOException("No more of it.") : OkAsync(client, token));
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        Assert.Equal("ok", await site.TextAsync("/first"));

        var answer = await site.AskRawAsync($"{method} /second HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal("HTTP/1.1 502 Bad Gateway", answer.Line);
        Assert.Equal(2, origin.Requests);
    }

    [Fact]
    public async Task What_has_begun_to_be_answered_is_not()
    {
        await using var origin = new HeadOrigin(static async (number, client, token) =>
        {
            if (number == 2)
            {
                await HeadOrigin.SayAsync(client, "HTTP/1.1 2", token);
                throw new IOException("No more of it.");
            }

            await OkAsync(client, token);
        });
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        Assert.Equal("ok", await site.TextAsync("/first"));

        using var answer = await site.GetAsync("/second");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(2, origin.Requests);
    }

    [Fact]
    public async Task Nor_is_what_dies_on_a_new_connection()
    {
        await using var origin = new HeadOrigin(static (_, client, _) => DieAsync(client));
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        using var answer = await site.GetAsync("/first");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(1, origin.Requests);
    }

    [Fact]
    public async Task Bytes_behind_an_answer_spoil_no_other_one()
    {
        await using var origin = new HeadOrigin(static async (number, client, token) => await HeadOrigin.SayAsync(
            client, number == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil" : RawOrigin.Ok, token));
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        using (var head = await site.SendAsync(HttpMethod.Head, "/first"))
        {
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        }

        Assert.Equal("ok", await site.TextAsync("/second"));
    }

    private static Task OkAsync(System.Net.Sockets.TcpClient client, CancellationToken token) =>
        HeadOrigin.SayAsync(client, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", token).AsTask();

    private static Task DieAsync(System.Net.Sockets.TcpClient client)
    {
        HeadOrigin.Reset(client);
        return Task.CompletedTask;
    }
}
