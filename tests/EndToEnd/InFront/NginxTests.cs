using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;

namespace Perennial.EndToEnd.InFront;

/// <summary>The configuration that the documentation gives away, with a real nginx.</summary>
public sealed class NginxTests
{
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _posts;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Proves", "F-90")]
    public async Task A_streamed_page_comes_as_it_is_written()
    {
        await using var site = await StartAsync();
        await using var nginx = await Nginx.StartAsync(site.Http.BaseAddress!, site.Http.BaseAddress!);

        using var response = await nginx.Http.GetAsync(new Uri("/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var body = await response.Content.ReadAsStreamAsync(Stop);
        var buffer = new byte[100];
        var first = await body.ReadAsync(buffer, Stop);

        // Nobody lets the page go on before this much has come.
        Assert.Equal("<p>shell</p>", System.Text.Encoding.UTF8.GetString(buffer, 0, first));
        _go.SetResult();
        Assert.Equal("<p>rest</p>", await new StreamReader(body).ReadToEndAsync(Stop));
    }

    [Fact]
    [Trait("Proves", "F-90")]
    public async Task A_page_is_sought_at_the_other_instance_and_a_post_that_was_sent_is_not_sent_again()
    {
        await using var site = await StartAsync();
        using var broken = new Hangup();
        await using var nginx = await Nginx.StartAsync(broken.Address, site.Http.BaseAddress!);

        while (broken.Requests < 2)
        {
            Assert.Equal("page", await nginx.Http.GetStringAsync(new Uri("/page", UriKind.Relative), Stop));
        }

        var statuses = new List<HttpStatusCode>();
        var before = broken.Requests;
        while (broken.Requests < before + 2)
        {
            using var response = await nginx.Http.PostAsync(new Uri("/post", UriKind.Relative), new StringContent("x"), Stop);
            statuses.Add(response.StatusCode);
        }

        // Each was executed once or not at all, and its sender knows which.
        Assert.Equal(broken.Requests - before, statuses.Count(static status => status == HttpStatusCode.BadGateway));
        Assert.Equal(_posts, statuses.Count(static status => status == HttpStatusCode.OK));
    }

    [Fact]
    [Trait("Proves", "F-90")]
    public async Task A_post_for_an_instance_that_is_gone_reaches_the_other_one_once()
    {
        await using var site = await StartAsync();
        Uri gone;
        using (var listener = new Hangup())
        {
            gone = listener.Address;
        }

        await using var nginx = await Nginx.StartAsync(gone, site.Http.BaseAddress!);
        for (var i = 1; i <= 4; i++)
        {
            using var response = await nginx.Http.PostAsync(new Uri("/post", UriKind.Relative), new StringContent("x"), Stop);
            Assert.Equal((HttpStatusCode.OK, i), (response.StatusCode, _posts));
        }
    }

    [Fact]
    public async Task Connections_to_the_app_are_kept()
    {
        await using var site = await StartAsync();
        await using var nginx = await Nginx.StartAsync(site.Http.BaseAddress!, site.Http.BaseAddress!);

        var connections = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            connections.Add(await nginx.Http.GetStringAsync(new Uri("/connection", UriKind.Relative), Stop));
        }

        // One for each line of the upstream block, or two.
        Assert.InRange(connections.Count, 1, 4);
    }

    [Fact]
    [Trait("Proves", "S-80")]
    public async Task The_app_learns_who_asks_from_nginx_and_from_nobody_else()
    {
        await using var site = await StartAsync();
        await using var nginx = await Nginx.StartAsync(site.Http.BaseAddress!, site.Http.BaseAddress!);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        request.Headers.Host = "example.com";
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "evil.test");
        request.Headers.Add("Forwarded", "for=203.0.113.7");

        using var response = await nginx.Http.SendAsync(request, Stop);

        Assert.Equal("127.0.0.1 http example.com '' ''", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_kept_page_keeps_its_coding_and_its_entity_tag()
    {
        await using var site = await StartAsync();
        await using var nginx = await Nginx.StartAsync(site.Http.BaseAddress!, site.Http.BaseAddress!);
        using var first = await AskAsync(nginx, "br", null);
        using var second = await AskAsync(nginx, "br", first.Header("ETag"));

        Assert.Equal((HttpStatusCode.OK, "br"), (first.StatusCode, first.Header("Content-Encoding")));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Null(first.Header("X-Accel-Buffering"));
    }

    private static async Task<HttpResponseMessage> AskAsync(Nginx nginx, string coding, string? etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/long");
        request.Headers.Host = "example.com";
        request.Headers.Add("Accept-Encoding", coding);
        if (etag is not null)
        {
            request.Headers.Add("If-None-Match", etag);
        }

        return await nginx.Http.SendAsync(request, Stop);
    }

    private Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/page", static () => "page").Prerender();
            app.MapGet("/long", static () => Results.Content(new string('x', 5000), "text/html")).Prerender();
            app.MapPost("/post", () => Interlocked.Increment(ref _posts));
            app.MapGet("/connection", static (HttpContext context) => context.Connection.Id);
            app.MapGet("/who", static (HttpContext context) =>
                $"{context.Connection.RemoteIpAddress} {context.Request.Scheme} {context.Request.Host} '{context.Request.Headers["X-Forwarded-Host"]}' '{context.Request.Headers["Forwarded"]}'");
            app.MapGet("/stream", async context =>
            {
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<p>shell</p>");
                await context.Response.Body.FlushAsync();
                await _go.Task;
                await context.Response.WriteAsync("<p>rest</p>");
            });
        },
        use: static app =>
        {
            app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
            app.UsePerennial();
        });

    /// <summary>An instance that dies when it is asked something.</summary>
    private sealed class Hangup : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private int _requests;

        public Hangup()
        {
            _listener.Start();
            _ = TakeAsync();
        }

        public int Requests => Volatile.Read(ref _requests);

        public Uri Address => new($"http://{_listener.LocalEndpoint}");

        public void Dispose() => _listener.Dispose();

        private async Task TakeAsync()
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync();
                await socket.ReceiveAsync(new byte[4096]);
                Interlocked.Increment(ref _requests);
            }
        }
    }
}
