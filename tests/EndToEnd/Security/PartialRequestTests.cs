using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Perennial.EndToEnd.Matrix;

namespace Perennial.EndToEnd.Security;

/// <summary>Whoever asks first, and however: what is kept is the whole page.</summary>
public sealed class PartialRequestTests
{
    public static TheoryData<string> Kinds => GardenSite.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "S-24")]
    public async Task A_cold_page_that_is_asked_for_in_part_is_kept_whole(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);
        (HttpMethod Method, string Header, string Value)[] questions =
        [
            (HttpMethod.Get, "Range", "bytes=0-0"), (HttpMethod.Get, "Range", "bytes=-1"), (HttpMethod.Head, "Accept", "*/*"),
            (HttpMethod.Get, "If-None-Match", "*"), (HttpMethod.Get, "If-Range", "\"x\""), (HttpMethod.Get, "If-Match", "\"x\""),
            (HttpMethod.Get, "If-Modified-Since", "Sat, 21 Nov 2026 00:00:00 GMT"), (HttpMethod.Get, "Accept-Encoding", "br;q=0, identity;q=0"),
            (HttpMethod.Get, "Accept-Encoding", "br"), (HttpMethod.Get, "Accept", "application/json"), (HttpMethod.Get, "TE", "trailers"),
            (HttpMethod.Options, "Accept", "*/*"), (HttpMethod.Get, "Expect", "100-continue"), (HttpMethod.Get, "Cache-Control", "no-store"),
        ];

        for (var i = 0; i < questions.Length; i++)
        {
            var (method, header, value) = questions[i];
            await site.SendAsync(method, site.Path($"plants/q{i}"), (header, value));
            var whole = await site.GetAsync($"plants/q{i}");

            Assert.Equal(HttpStatusCode.OK, whole.Status);
            Assert.Equal("", whole["Content-Range"] + whole["Content-Encoding"]);
            Assert.StartsWith("<!DOCTYPE html>", whole.Text, StringComparison.Ordinal);
            Assert.StartsWith($"q{i} ", whole.Line, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "S-02")]
    public async Task A_crowd_of_strange_requests_on_a_cold_page_leaves_a_good_one(string kind)
    {
        await using var site = await GardenSite.StartAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 5) switch
        {
            0 => site.SendAsync(HttpMethod.Head, site.Path("plants/rose")),
            1 => site.SendAsync(HttpMethod.Options, site.Path("plants/rose")),
            2 => site.GetAsync("plants/rose", ("If-None-Match", "*")),
            3 => site.GetAsync("plants/rose", ("Range", "bytes=0-0")),
            _ => AbortAsync(site),
        }));

        var whole = await site.GetAsync("plants/rose");
        Assert.Equal(HttpStatusCode.OK, whole.Status);
        Assert.StartsWith("rose 1 ", whole.Line, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "F-62")]
    public async Task A_visitor_who_leaves_takes_no_render_along(string kind)
    {
        var go = new TaskCompletionSource();
        await using var site = await GardenSite.StartAsync(kind);
        site.Garden.When("rose", _ => go.Task);

        using (var leaving = new CancellationTokenSource())
        {
            var visit = site.Site.Http.GetAsync(new Uri(site.Path("plants/rose"), UriKind.Relative), leaving.Token);
            await Eventually.IsTrueAsync(() => Task.FromResult(site.Garden.Renders == 1));
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => visit);
        }

        go.SetResult();

        Assert.StartsWith("rose 1 ", (await site.GetAsync("plants/rose")).Line, StringComparison.Ordinal);
        Assert.Equal(1, site.Garden.Renders);
    }

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Proves", "F-52"), Trait("Proves", "F-60")]
    public async Task A_page_that_breaks_off_in_the_middle_is_not_kept(string kind)
    {
        var breaks = true;
        await using var site = await GardenSite.StartAsync(kind);
        site.Garden.When("rose", async context =>
        {
            if (breaks)
            {
                await context.Response.WriteAsync("<!DOCTYPE html><html><body><p>[rose 0 half", TestContext.Current.CancellationToken);
                await context.Response.Body.FlushAsync(TestContext.Current.CancellationToken);
                throw new IOException("the line went dead");
            }
        });

        var broken = await site.GetAsync("plants/rose");
        breaks = false;
        var whole = await site.GetAsync("plants/rose");

        // Nothing had left the house yet, so that even half a page is an honest error.
        Assert.Equal((HttpStatusCode.InternalServerError, ""), (broken.Status, broken.Text));
        Assert.Equal(HttpStatusCode.OK, whole.Status);
        Assert.DoesNotContain("half", whole.Text, StringComparison.Ordinal);
    }

    private static async Task<Answer> AbortAsync(GardenSite site)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new(enable: true, seconds: 0) };
        await socket.ConnectAsync("127.0.0.1", site.Site.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {site.Path("plants/rose")} HTTP/1.1\r\nHost: a\r\n\r\n"));
        return new(default, "", new Dictionary<string, string>());
    }
}
