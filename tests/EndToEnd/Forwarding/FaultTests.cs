using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Perennial.Rules;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>Another server that is dead, slow, or talks nonsense: 502 and 504, never 500, and nothing that a cache may keep.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task A_dead_server_is_502()
    {
        await using var site = await ForwardingSite.StartAsync("http://127.0.0.1:" + Ports.Free());

        using var answer = await site.GetAsync("/x");

        await BadGatewayAsync(answer, HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task A_name_that_means_nothing_is_502()
    {
        await using var site = await ForwardingSite.StartAsync("http://nowhere.invalid");

        using var answer = await site.GetAsync("/x");

        await BadGatewayAsync(answer, HttpStatusCode.BadGateway);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("I am no server\r\n\r\n")]
    [InlineData("HTTP/1.1 99 Odd\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 020 Odd\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 Odd\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\u0001b\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData("HTTP/1.1 200 OK\r\nX-\u0001: ab\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")]
    public async Task Nonsense_is_502(string bytes)
    {
        await using var origin = new RawOrigin(async (_, stream, token) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), token);
            stream.Close();
        });
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        using var answer = await site.GetAsync("/x");

        await BadGatewayAsync(answer, HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_504_and_let_go()
    {
        await using var origin = new RawOrigin(static (_, _, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));
        await using var site = await ForwardingSite.StartAsync(origin.Url, static options => options.Forwarding.ResponseTimeout = TimeSpan.FromSeconds(7));

        var asking = site.GetAsync("/x");
        await Eventually.IsTrueAsync(() => Task.FromResult(!origin.Requests.IsEmpty));
        site.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(asking.IsCompleted);
        site.Time.Advance(TimeSpan.FromSeconds(1));
        using var answer = await asking;

        await BadGatewayAsync(answer, HttpStatusCode.GatewayTimeout);
    }

    [Fact]
    public async Task An_answer_that_stops_is_cut_and_not_ended()
    {
        await using var origin = new RawOrigin(static async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"u8.ToArray(), token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        await using var stream = await site.ConnectAsync();
        await stream.SendAsync("GET / HTTP/1.1\r\nHost: garden.test\r\n\r\n");
        var reader = new RawReader(stream, TestContext.Current.CancellationToken);
        var text = "";
        while (!text.Contains("half", StringComparison.Ordinal))
        {
            text += await reader.ReadSomeAsync();
        }

        // Whatever the forwarder is about, its patience is renewed once more at the most.
        site.Time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync(() =>
        {
            site.Time.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(stream.DataAvailable || stream.Socket.Poll(0, SelectMode.SelectRead));
        });
        var rest = await Record.ExceptionAsync(async () => text += await reader.ReadSomeAsync());

        Assert.True(rest is null or IOException);
        Assert.False(text.EndsWith("0\r\n\r\n", StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_cut_and_not_ended()
    {
        await using var origin = new RawOrigin(static async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"u8.ToArray(), token);
            stream.Close();
        });
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => site.TextAsync("/x"));
    }

    [Fact]
    public async Task A_visitor_who_leaves_takes_the_request_along()
    {
        var left = new TaskCompletionSource();
        await using var origin = new RawOrigin(async (_, stream, token) =>
        {
            // A read ends when the other side has closed.
            Assert.Equal(0, await stream.ReadAsync(new byte[1], token));
            left.SetResult();
        });
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        await using (var stream = await site.ConnectAsync())
        {
            await stream.SendAsync("GET / HTTP/1.1\r\nHost: garden.test\r\n\r\n");
            await Eventually.IsTrueAsync(() => Task.FromResult(!origin.Requests.IsEmpty));
        }

        await left.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_apps_own_page_may_stand_for_a_dead_server()
    {
        await using var site = await ForwardingSite.StartAsync("http://nowhere.invalid", use: static app =>
        {
            app.UseStatusCodePages("text/plain", "ours {0}");
            app.UsePerennial();
        });

        using var answer = await site.GetAsync("/x");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("ours 502", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RewritePhase.AfterFiles)]
    [InlineData(RewritePhase.BeforeFiles)]
    [InlineData(RewritePhase.Fallback)]
    public async Task So_may_one_that_has_a_path_of_its_own(RewritePhase phase)
    {
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/oops", static () => "our page"),
            use: static app =>
            {
                app.UseStatusCodePagesWithReExecute("/oops");
                app.UsePerennial();
            },
            options: options => options.Rules.Rewrites.Add("/{**path}", "http://nowhere.invalid/{path}", phase));

        using var answer = await site.GetAsync("/x");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("our page", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task BadGatewayAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
