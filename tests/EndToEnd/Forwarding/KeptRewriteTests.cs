using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Perennial.Pages;
using Perennial.Rules;

namespace Perennial.EndToEnd.Forwarding;

/// <summary>Another server's documents, kept here.</summary>
public sealed class KeptRewriteTests
{
    private const string Kept = "Perennial; hit";

    [Fact]
    public async Task A_page_of_another_server_is_asked_for_once_and_grows_back()
    {
        var version = 1;
        await using var origin = Origin(() => $"version {Volatile.Read(ref version)}");
        await using var site = await StartAsync(origin.Url);

        Assert.Equal("version 1", await site.TextAsync("/shop/a"));
        Assert.Equal("version 1", await site.TextAsync("/shop/a"));
        Assert.Single(origin.Requests);

        Volatile.Write(ref version, 2);
        await site.Revalidator.RevalidateAsync("shop");
        Assert.Equal("version 1", await site.TextAsync("/shop/a"));
        await Eventually.IsTrueAsync(async () => await site.TextAsync("/shop/a") == "version 2");
        Assert.Equal(2, origin.Requests.Count);

        Volatile.Write(ref version, 3);
        site.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("version 2", await site.TextAsync("/shop/a"));
        await Eventually.IsTrueAsync(async () => await site.TextAsync("/shop/a") == "version 3");

        Volatile.Write(ref version, 4);
        await site.Revalidator.ExpireAsync(Perennial.Caching.CacheTag.Path("/shop/a"));
        Assert.Equal("version 4", await site.TextAsync("/shop/a"));
    }

    [Fact]
    public async Task It_is_asked_for_without_anything_of_a_visitor()
    {
        await using var origin = Origin();
        await using var site = await StartAsync(origin.Url);

        using var answer = await site.GetAsync("/shop/a", static request =>
        {
            request.Headers.Add("Cookie", "session=1");
            request.Headers.Add("User-Agent", "me/1.0");
            request.Headers.Add("Accept-Language", "de");
            request.Headers.Add("Accept-Encoding", "br, gzip");
            request.Headers.Add("X-Forwarded-For", "6.6.6.6");
            request.Headers.Add("Referer", "https://garden.test/secret");
        });

        var request = Assert.Single(origin.Requests);
        Assert.Equal("GET /a HTTP/1.1", request.Line);
        Assert.Equal(
            ["Accept", "Accept-Encoding", "Host", "Via", "X-Forwarded-Host", "X-Forwarded-Proto"],
            request.Headers.Select(static header => header.Name).Order(StringComparer.Ordinal));
        Assert.Equal("identity", request.Header("Accept-Encoding"));
        Assert.Equal("garden.test", request.Header("X-Forwarded-Host"));
        Assert.Equal("https", request.Header("X-Forwarded-Proto"));
        Assert.Equal("public, max-age=0, must-revalidate, s-maxage=60, stale-while-revalidate=31535940", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task The_old_page_is_served_on_while_the_other_server_is_down()
    {
        var folder = "";
        string url;
        await using (var origin = Origin())
        {
            url = origin.Url;
            await using var site = await StartAsync(url);
            Assert.Equal("hello", await site.TextAsync("/shop/a"));
            await origin.DisposeAsync();

            site.Time.Advance(TimeSpan.FromSeconds(100));
            await site.Revalidator.ExpireAsync("shop");
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal("hello", await site.TextAsync("/shop/a"));
            }

            using var other = await site.GetAsync("/shop/b");
            Assert.Equal(HttpStatusCode.BadGateway, other.StatusCode);
            folder = await site.StopAsync();
        }

        await using var again = await StartAsync(url, folder: folder);
        Assert.Equal("hello", await again.TextAsync("/shop/a"));
        await again.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Authorization", "Basic eA==", "/shop/a")]
    [InlineData("Cookie", "__prerender_bypass=x; __next_preview_data=y", "/shop/a")]
    [InlineData("RSC", "1", "/shop/a?_rsc=abc")]
    [InlineData("RSC", "1", "/shop/a")]
    [InlineData("Next-Router-Prefetch", "1", "/shop/a")]
    [InlineData("X-Variant", "b", "/shop/a")]
    [InlineData("X-Any", "1", "/shop/a?_rsc=abc")]
    [InlineData("X-Any", "1", "/shop/a?utm_source=x")]
    [InlineData("X-Any", "1", "/shop/a?page=2&sort=x")]
    [InlineData("X-Any", "1", "/shop/a/")]
    public async Task What_the_other_server_may_answer_otherwise_passes_by(string name, string value, string path)
    {
        await using var origin = Origin(headers: "Vary: X-Variant, Accept-Encoding, rsc\r\n");
        await using var site = await StartAsync(origin.Url);

        for (var i = 0; i < 2; i++)
        {
            // Before the page is kept, and when it stands in the front tier.
            using var personal = await site.GetAsync(path, request => request.Headers.TryAddWithoutValidation(name, value));
            Assert.Equal("Perennial; fwd=bypass; detail=passed-on", personal.Header("Cache-Status"));
            Assert.Equal(value, origin.Requests.Last().Header(name));
            Assert.Equal("GET " + path["/shop".Length..] + " HTTP/1.1", origin.Requests.Last().Line);
            await site.TextAsync("/shop/a");
            await site.TextAsync("/shop/a");
        }

        using var kept = await site.GetAsync("/shop/a", static request => request.Headers.Add("Cookie", "session=1"));
        Assert.StartsWith(Kept, kept.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("Accept-Encoding, X-Variant, rsc", kept.Header("Vary"));
    }

    [Fact]
    public async Task Declared_parameters_are_part_of_the_page()
    {
        await using var origin = new RawOrigin(static (request, stream, token) =>
            stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {request.Line.Length}\r\n\r\n{request.Line}"), token).AsTask());
        await using var site = await StartAsync(origin.Url);

        Assert.Equal("GET /a?page=2 HTTP/1.1", await site.TextAsync("/shop/a?page=2"));
        Assert.Equal("GET /a?page=3 HTTP/1.1", await site.TextAsync("/shop/a?page=3"));
        Assert.Equal("GET /a?page=2 HTTP/1.1", await site.TextAsync("/shop/a?page=2"));
        Assert.Equal("GET /a HTTP/1.1", await site.TextAsync("/shop/a"));
        Assert.Equal(3, origin.Requests.Count);
    }

    [Theory]
    [InlineData("Cache-Control: private, max-age=10\r\n")]
    [InlineData("Cache-Control: s-maxage=10\r\nCache-Control: no-store\r\n")]
    [InlineData("Cache-Control: no-cache\r\n")]
    [InlineData("Set-Cookie: a=1\r\n")]
    [InlineData("Vary: *\r\n")]
    [InlineData("Content-Encoding: gzip\r\n")]
    [InlineData("Content-Security-Policy: script-src 'nonce-abcdefghijkl'\r\n")]
    public async Task What_it_forbids_is_not_kept(string headers)
    {
        await using var origin = Origin(headers: headers);
        await using var site = await StartAsync(origin.Url);

        for (var i = 0; i < 3; i++)
        {
            using var answer = await site.GetAsync("/shop/a");
            Assert.DoesNotContain(Kept, answer.Header("Cache-Status"), StringComparison.Ordinal);
            Assert.Contains(headers.Split("\r\n")[0].Split(": ")[1], answer.Header(headers.Split(':')[0]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Half_a_page_is_never_kept()
    {
        var whole = false;
        await using var origin = new RawOrigin(async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf"u8.ToArray(), token);
            if (Volatile.Read(ref whole))
            {
                await stream.WriteAsync("half"u8.ToArray(), token);
            }
            else
            {
                stream.Close();
            }
        });
        await using var site = await StartAsync(origin.Url);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => site.TextAsync("/shop/a"));
        Volatile.Write(ref whole, true);

        Assert.Equal("halfhalf", await site.TextAsync("/shop/a"));
    }

    [Fact]
    public async Task Its_errors_are_its_own_and_not_kept()
    {
        await using var origin = new RawOrigin("HTTP/1.1 500 Oh\r\nContent-Length: 2\r\nX-Own: 1\r\n\r\noh");
        await using var site = await StartAsync(origin.Url);

        for (var i = 0; i < 2; i++)
        {
            using var answer = await site.GetAsync("/shop/a");
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.Equal("1", answer.Header("X-Own"));
            Assert.Equal("oh", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_pass_by(string method)
    {
        await using var origin = Origin();
        await using var site = await StartAsync(origin.Url);
        await site.TextAsync("/shop/a");
        await site.TextAsync("/shop/a");

        using var answer = await site.SendAsync(new(method), "/shop/a", static request => request.Content = new StringContent("x"));

        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(method + " /a HTTP/1.1", origin.Requests.Last().Line);
        Assert.Equal("x", origin.Requests.Last().Body);
    }

    [Fact]
    public async Task HEAD_is_answered_from_the_page_or_passed_by_as_HEAD()
    {
        await using var origin = new RawOrigin(static (request, stream, token) => stream.WriteAsync(
            Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + (request.Line[0] == 'H' ? "" : "hello")), token).AsTask());
        await using var site = await StartAsync(origin.Url);

        using var kept = await site.SendAsync(HttpMethod.Head, "/shop/a");
        using var passed = await site.SendAsync(HttpMethod.Head, "/shop/a?x=1");

        Assert.Equal("5", kept.Header("Content-Length"));
        Assert.Equal("5", passed.Header("Content-Length"));
        Assert.Equal(["GET /a HTTP/1.1", "HEAD /a?x=1 HTTP/1.1"], origin.Requests.Select(static request => request.Line));
    }

    [Fact]
    public async Task A_rewrite_that_looks_at_more_than_the_path_cannot_be_kept()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestSite.StartAsync(
            static _ => { },
            options: static options => options.Rules.Rewrites
                .Add("/shop/{**path}", "http://127.0.0.1:1/{path}", has: [RuleCondition.Cookie("beta")]).Revalidate(60)));

        Assert.Contains("PER2130", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("/shop/{**path}", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_in_front_of_a_kept_page_of_ours_is_obeyed_when_that_page_stands_in_memory()
    {
        await using var origin = Origin();
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/home", static () => "ours").Revalidate(60),
            options: options => options.Rules.Rewrites.Add(
                "/home", origin.Url + "/beta", RewritePhase.BeforeFiles, has: [RuleCondition.Cookie("beta")]));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("ours", await site.TextAsync("/home"));
            using var beta = await site.GetAsync("/home", static request => request.Headers.Add("Cookie", "beta=1"));
            Assert.Equal("hello", await beta.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    private static RawOrigin Origin(Func<string>? body = null, string headers = "") => new((_, stream, token) =>
    {
        var text = body?.Invoke() ?? "hello";
        return stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}Content-Length: {text.Length}\r\n\r\n{text}"), token).AsTask();
    });

    private static Task<TestSite> StartAsync(string origin, string? folder = null) => TestSite.StartAsync(
        static _ => { },
        options: options => options.Rules.Rewrites.Add("/shop/{**path}", origin + "/{path}").Revalidate(60, tags: ["shop"], query: ["page"]),
        folder: folder);
}
