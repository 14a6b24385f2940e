using Microsoft.AspNetCore.Builder;
using Perennial.EndToEnd.Forwarding;
using Perennial.Rules;

namespace Perennial.EndToEnd.Security;

/// <summary>Whatever a visitor puts where a rewrite takes a value from, it asks the server that its rule names.</summary>
public sealed class RewriteHostTests
{
    private static readonly string[] Values =
    [
        "evil.example#", "evil.example%23", "evil.example/", "evil.example%2f", "a@b", "a%40b", "@evil.example", "..", "%2e%2e", "%2e", "..%2f..%2fevil.example",
        "evil%e3%80%82example", "evil%ef%bc%8eexample", "%e3%80%82evil.example", ":80", ":80@evil.example", "%5cevil.example", "%5c%5cevil.example",
        "//evil.example", "%2f%2fevil.example", "https://evil.example", "https:%2f%2fevil.example", "%3f", "%3fx=y", "%00", "%0d%0aHost:%20evil.example",
        "%20evil.example", "%09evil.example", "[::1]", "127.0.0.1", new('a', 300),
    ];

    [Fact]
    [Trait("Proves", "S-76")]
    public async Task No_value_of_a_visitor_gets_into_the_host()
    {
        await using var origin = new RawOrigin();
        await using var canary = new RawOrigin();
        await using var site = await TestSite.StartAsync(
            static _ => { },
            options: options =>
            {
                options.Rules.Rewrites.Add("/tail/{**path}", origin.Url + "/{path}");
                options.Rules.Rewrites.Add("/one/{x}", origin.Url + "/{x}");
                options.Rules.Rewrites.Add("/mixed/{x}-{y}", origin.Url + "/{y}/{x}");
                options.Rules.Rewrites.Add("/query/{**x}", origin.Url + "?to={x}");
                options.Rules.Rewrites.Add("/by-header", origin.Url + "/{x}", has: [RuleCondition.Header("x-to", "(?<x>.*)")]);
                options.Rules.Rewrites.Add("/by-query", origin.Url + "/{to}", has: [RuleCondition.Query("to")]);
                options.Rules.Rewrites.Add("/by-cookie", origin.Url + "/{to}", has: [RuleCondition.Cookie("to")]);
                options.Rules.Rewrites.Add("/by-host", origin.Url + "/{h}", has: [RuleCondition.Host("(?<h>.*)")]);
            });
        var port = new Uri(canary.Url).Authority;

        foreach (var value in Values.Concat([port, "@" + port, "//" + port, "http://" + port, "x:y@" + port, ".." + port]))
        {
            foreach (var target in new[] { "/tail/" + value, "/one/" + value, "/mixed/" + value + "-x", "/mixed/x-" + value, "/query/" + value, "/by-query?to=" + value })
            {
                await AskAsync(target, "");
            }

            var plain = Uri.UnescapeDataString(value);
            await AskAsync("/by-cookie", $"Cookie: to={value}\r\n");
            if (!plain.Any(char.IsControl))
            {
                await AskAsync("/by-header", $"x-to: {plain}\r\n");
            }
        }

        await AskAsync("/by-host", "");
        Assert.NotEmpty(origin.Requests);
        Assert.All(origin.Requests, request => Assert.Equal(new Uri(origin.Url).Authority, request.Header("Host")));
        Assert.All(origin.Requests, static request => Assert.StartsWith("GET /", request.Line, StringComparison.Ordinal));
        Assert.Empty(origin.Garbage);
        Assert.Equal(0, canary.Connections);

        async Task AskAsync(string target, string header)
        {
            var answer = await site.AskRawAsync($"GET {target.Replace("#", "%23", StringComparison.Ordinal)} HTTP/1.1\r\nHost: garden.test\r\n{header}Connection: close\r\n\r\n");
            Assert.True(answer.Line is "HTTP/1.1 200 OK" or "HTTP/1.1 400 Bad Request" or "HTTP/1.1 404 Not Found", target + ": " + answer.Line);
        }
    }
}
