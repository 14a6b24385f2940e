using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd;

/// <summary>What a server would refuse to send, or would cut off, is no page: the old one stays.</summary>
public sealed class BrokenRenderTests
{
    private Func<HttpContext, Task> _page = static context => context.Response.WriteAsync("good");

    public static TheoryData<string> Breakages => ["too-short", "too-long", "aborted", "umlaut", "control", "content-type"];

    [Theory, MemberData(nameof(Breakages))]
    [Trait("Proves", "F-52")]
    public async Task A_render_that_no_server_would_finish_is_a_failed_one(string breakage)
    {
        await using var site = await StartAsync();
        Assert.Equal("good", await site.TextAsync("/page"));

        _page = Broken(breakage);
        await site.Revalidator.ExpireAsync("it", TestContext.Current.CancellationToken);

        using var response = await site.GetAsync("/page");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("good", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("render-failed", response.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_to_the_pipe_and_to_the_stream_stays_in_its_order()
    {
        await using var site = await StartAsync();
        _page = static async context =>
        {
            context.Response.BodyWriter.Write("one "u8);
            await context.Response.Body.WriteAsync("two "u8.ToArray());
            context.Response.BodyWriter.Write("three"u8);
        };

        Assert.Equal("one two three", await site.TextAsync("/page"));
    }

    [Fact]
    public async Task Whoever_throws_after_the_response_takes_nothing_from_it()
    {
        var disposed = 0;
        await using var site = await StartAsync();
        _page = context =>
        {
            context.Response.RegisterForDispose(new Noted(() => disposed++));
            context.Response.OnCompleted(static () => throw new InvalidOperationException("too late"));
            return context.Response.WriteAsync("good");
        };

        Assert.Equal("good", await site.TextAsync("/page"));
        Assert.Equal(1, disposed);
    }

    private Task<TestSite> StartAsync() => TestSite.StartAsync(app => app.MapGet("/page", context => _page(context)).Prerender(tags: ["it"]));

    private static Func<HttpContext, Task> Broken(string breakage) => context =>
    {
        var response = context.Response;
        switch (breakage)
        {
            case "too-short":
                response.ContentLength = 100;
                break;
            case "too-long":
                response.ContentLength = 1;
                break;
            case "umlaut":
                response.Headers.ContentDisposition = "attachment; filename=\"Rübe.txt\"";
                break;
            case "control":
                response.Headers.Link = "</a>\r\nSet-Cookie: a=b";
                break;
            case "content-type":
                response.ContentType = "text/plain; name=Rübe";
                break;
            case "aborted":
                context.Abort();
                break;
        }

        return response.WriteAsync("broken");
    };

    private sealed class Noted(Action whenDisposed) : IDisposable
    {
        public void Dispose() => whenDisposed();
    }
}
