namespace Perennial.EndToEnd.Forwarding;

/// <summary>What a visitor says of this hop ends here, and what he may not say does not get past it under another spelling.</summary>
public sealed class HopTests
{
    [Theory]
    [InlineData("get")]
    [InlineData("Get")]
    [InlineData("post")]
    [InlineData("pAtCh")]
    [InlineData("purge")]
    public async Task A_method_keeps_its_case(string method)
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        await site.AskRawAsync($"{method} /x HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        // Methods are case-sensitive (RFC 9110 §9.1): "get" is another one than "GET".
        Assert.Equal($"{method} /x HTTP/1.1", Assert.Single(origin.Requests).Line);
    }

    [Theory]
    [InlineData("Connection: keep-alive, X-Foo")]
    [InlineData("Connection: X-Foo, keep-alive")]
    [InlineData("Connection: Keep-Alive,x-foo")]
    [InlineData("Connection: close, X-Foo")]
    [InlineData("Connection: X-Foo,close")]
    [InlineData("Connection: Upgrade, X-Foo")]
    [InlineData("Connection: keep-alive\r\nConnection: X-Foo")]
    [InlineData("Connection: X-Foo\r\nConnection: close")]
    [InlineData("Connection: X-Foo")]
    [InlineData("Connection: keep-alive, close, X-Foo")]
    public async Task What_Connection_names_stays_here_whatever_else_it_says(string line)
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        var answer = await site.AskRawAsync($"GET /x HTTP/1.1\r\nHost: garden.test\r\n{line}\r\nX-Foo: 1\r\nX-End: 1\r\n\r\n");

        var request = Assert.Single(origin.Requests);
        Assert.Null(request.Header("X-Foo"));
        Assert.Equal("1", request.Header("X-End"));
        Assert.Equal(
            line.Contains("close", StringComparison.Ordinal) ? "close" : null, answer.Header("Connection"));
    }

    [Theory]
    [InlineData("X_Forwarded_For")]
    [InlineData("X-Forwarded_For")]
    [InlineData("x_forwarded_proto")]
    [InlineData("X_Forwarded_Host")]
    [InlineData("X_Forwarded_Prefix")]
    [InlineData("X_Real_IP")]
    [InlineData("X_Original_URL")]
    [InlineData("Content_Length")]
    [InlineData("X_Content_Length")]
    [InlineData("Transfer_Encoding")]
    [InlineData("Proxy_Connection")]
    [InlineData("Authorization_", false)]
    [InlineData("X_User")]
    [InlineData("_Via", false)]
    [InlineData("api_key", false)]
    [InlineData("X_Own_Thing", false)]
    public async Task A_header_that_a_server_may_take_for_ours_is_dropped(string name, bool isDropped = true)
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);
        await site.AskRawAsync($"GET /x HTTP/1.1\r\nHost: garden.test\r\nX-User: anna\r\n{name}: 6\r\n\r\n");

        // Many servers know headers as HTTP_X_FORWARDED_FOR, and "-" and "_" as one.
        Assert.Equal(isDropped ? null : "6", Assert.Single(origin.Requests).Header(name));
        Assert.Equal("anna", origin.Requests.Single().Header("X-User"));
    }

    [Theory]
    [InlineData("/a%2f..%2f..%2fsecret")]
    [InlineData("/a%2F..%2Fsecret")]
    [InlineData("/..%2fsecret")]
    [InlineData("/..%5csecret")]
    [InlineData("/a%5c..%5c..%5csecret")]
    [InlineData("/a/..%5C")]
    [InlineData("/%2e%2e%2fsecret")]
    [InlineData("/%2E%2e%5csecret")]
    [InlineData("/%252e%252e/secret")]
    [InlineData("/a%252f..%252fsecret")]
    [InlineData("/%25252e%25252e/secret")]
    [InlineData("/..;/secret")]
    [InlineData("/..;a=b%2fsecret")]
    [InlineData("/a%2f.%2f..")]
    public async Task Nothing_leaves_the_destinations_prefix(string path)
    {
        await using var origin = new RawOrigin();
        await using var site = await TestSite.StartAsync(
            static _ => { }, options: options => options.Rules.Rewrites.Add("/files/{**path}", origin.Url + "/public/{path}"));

        var answer = await site.AskRawAsync($"GET /files{path} HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        // Written by nobody who means well, and decoded once more by many a server.
        Assert.Equal("HTTP/1.1 400 Bad Request", answer.Line);
        Assert.Empty(origin.Requests);
    }

    [Theory]
    [InlineData("/a%2fb", "/public/a%2Fb")]
    [InlineData("/a%5cb", "/public/a%5Cb")]
    [InlineData("/a..b/..c/d../...", "/public/a..b/..c/d../...")]
    [InlineData("/a%252eb", "/public/a%252eb")]
    [InlineData("/v1;x=..", "/public/v1;x=..")]
    public async Task What_only_looks_like_it_arrives(string path, string arrives)
    {
        await using var origin = new RawOrigin();
        await using var site = await TestSite.StartAsync(
            static _ => { }, options: options => options.Rules.Rewrites.Add("/files/{**path}", origin.Url + "/public/{path}"));

        await site.AskRawAsync($"GET /files{path} HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal($"GET {arrives} HTTP/1.1", Assert.Single(origin.Requests).Line);
    }

    [Theory]
    [InlineData("OPTIONS", "HTTP/1.1 204 No Content")]
    [InlineData("TRACE", "HTTP/1.1 405 Method Not Allowed")]
    public async Task Max_Forwards_0_ends_here(string method, string line)
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        var answer = await site.AskRawAsync($"{method} /x HTTP/1.1\r\nHost: garden.test\r\nMax-Forwards: 0\r\n\r\n");

        Assert.Equal(line, answer.Line);
        Assert.Contains("GET", answer.Header("Allow"), StringComparison.Ordinal);
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Empty(origin.Requests);
    }

    [Theory]
    [InlineData("OPTIONS", "7", "6")]
    [InlineData("TRACE", "1", "0")]
    [InlineData("OPTIONS", "99999999999999999999", "2147483646")]
    [InlineData("OPTIONS", "-1", "-1")]
    [InlineData("OPTIONS", "many", "many")]
    [InlineData("GET", "0", "0")]
    [InlineData("POST", "3", "3")]
    public async Task Max_Forwards_is_one_less_behind_each_hop(string method, string said, string arrives)
    {
        await using var origin = new RawOrigin();
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        await site.AskRawAsync($"{method} /x HTTP/1.1\r\nHost: garden.test\r\nMax-Forwards: {said}\r\n\r\n");

        Assert.Equal(arrives, Assert.Single(origin.Requests).Header("Max-Forwards"));
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n-1\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n")]
    public async Task A_body_that_is_framed_wrongly_is_the_visitors_fault(string rest)
    {
        await using var origin = new RawOrigin();
        var log = new Warnings();
        await using var site = await ForwardingSite.StartAsync(origin.Url, services: log.Add);

        var answer = await site.AskRawAsync($"POST /x HTTP/1.1\r\nHost: garden.test\r\n{rest}");

        Assert.StartsWith("HTTP/1.1 400", answer.Line, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Messages, static line => line.StartsWith("125", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zz\r\n")]
    [InlineData("0\r\nno trailer\r\n\r\n")]
    [InlineData("5\r\nhelloXX")]
    public async Task So_is_one_whose_end_is_wrong_when_half_of_it_is_gone(string rest)
    {
        await using var origin = new RawOrigin();
        var log = new Warnings();
        await using var site = await ForwardingSite.StartAsync(origin.Url, services: log.Add);
        await using var stream = await site.ConnectAsync();
        await stream.SendAsync("POST /x HTTP/1.1\r\nHost: garden.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        await Eventually.IsTrueAsync(() => Task.FromResult(origin.Connections == 1));

        await stream.SendAsync(rest);
        var answer = await new RawReader(stream, TestContext.Current.CancellationToken).ReadResponseAsync();

        Assert.StartsWith("HTTP/1.1 400", answer.Line, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Messages, static line => line.StartsWith("125", StringComparison.Ordinal));
        Assert.Empty(origin.Requests);
    }

    [Fact]
    public async Task A_visitor_who_leaves_in_the_middle_of_a_body_is_no_news_of_the_other_server()
    {
        await using var origin = new RawOrigin();
        var log = new Warnings();
        await using var site = await ForwardingSite.StartAsync(origin.Url, services: log.Add);
        await using (var stream = await site.ConnectAsync())
        {
            await stream.SendAsync("POST /x HTTP/1.1\r\nHost: garden.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
            await Eventually.IsTrueAsync(() => Task.FromResult(origin.Connections == 1));
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(origin.Closed == 1));
        Assert.DoesNotContain(log.Messages, static line => line.StartsWith("125", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Headers_of_an_answer_may_have_underscores()
    {
        await using var origin = new RawOrigin("HTTP/1.1 200 OK\r\nX_Own: 1\r\nContent_Length: 7\r\nContent-Length: 2\r\n\r\nok");
        await using var site = await ForwardingSite.StartAsync(origin.Url);

        var answer = await site.AskRawAsync("GET /x HTTP/1.1\r\nHost: garden.test\r\n\r\n");

        Assert.Equal(("1", "7", "ok"), (answer.Header("X_Own"), answer.Header("Content_Length"), answer.Body));
    }
}
