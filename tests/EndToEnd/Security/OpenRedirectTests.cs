using Microsoft.AspNetCore.Builder;
using Perennial.EndToEnd.Forwarding;
using Perennial.EndToEnd.Rules;
using Perennial.Rules;

namespace Perennial.EndToEnd.Security;

/// <summary>Whatever a visitor puts into a path, query, header or cookie, a redirect leads where its rule says.</summary>
public sealed class OpenRedirectTests
{
    private static readonly string[] Values =
    [
        "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/%5cevil.example",
        "%5c%5cevil.example", "%5cevil.example", "%2f%2fevil.example", "/%2f/evil.example", "/%2fevil.example", "%2fevil.example", "/%09/evil.example",
        "%09//evil.example", "/%0a/evil.example", "/%0d/evil.example", "%0d%0aSet-Cookie:%20a=b", "%0d%0aLocation:%20https://evil.example",
        "%0aSet-Cookie:a=b", "%0d%0a%0d%0a<script>", "%e5%98%8a%e5%98%8dSet-Cookie:a=b", "%c2%85evil.example", "%e2%80%a8evil.example", "%00//evil.example",
        "https:evil.example", "https:/evil.example", "https://evil.example", "https:%2f%2fevil.example", "http:%5c%5cevil.example", "javascript:alert(1)",
        "data:text/html,x", "@evil.example", ".evil.example", ":80@evil.example", "%40evil.example", "x@evil.example", "evil.example%23", "%23evil", "%3fevil",
        "../../evil", "..%2f..%2fevil", "%2e%2e/%2e%2e/evil", "....//evil", ".//evil.example", "%2e//evil.example", ";//evil.example", "/;@evil.example", "/.evil.example",
        "%ef%bc%8f%ef%bc%8fevil.example", "%e3%80%82evil.example", "%e2%88%95evil.example", "%ff//evil.example", "%c0%af%c0%afevil.example", "%zz//evil.example",
        "%252f%252fevil.example", "%255c%255cevil.example", "a%2f%2e%2e%2f%2fevil.example", "%20//evil.example", "//evil.example/%2e%2e", "//evil%E3%80%82example",
        "//%65vil.example", "//[::1]", "//127.0.0.1:80",
    ];

    [Fact]
    [Trait("Proves", "S-78")]
    public async Task Every_vector_stays_on_the_site_and_ends_no_header()
    {
        await using var site = await RuleSite.StartAsync(static rules =>
        {
            rules.Redirects.Add("/tail/{**path}", "/{path}");
            rules.Redirects.Add("/one/{x}", "/{x}");
            rules.Redirects.Add("/two/{x}/{y}", "/{x}/{y}");
            rules.Redirects.Add("/query/{**x}", "/search?q={x}");
            rules.Redirects.Add("/hash/{**x}", "/search#{x}");
            rules.Redirects.Add("/by-header", "/{x}", has: [RuleCondition.Header("x-to", "(?<x>.*)")]);
            rules.Redirects.Add("/by-query", "/{to}", has: [RuleCondition.Query("to")]);
            rules.Redirects.Add("/by-cookie", "/{to}", has: [RuleCondition.Cookie("to")]);
            rules.Redirects.Add("/out/{**path}", "https://other.example/{path}");
        });
        Assert.True(Values.Length >= 60);

        foreach (var value in Values)
        {
            foreach (var target in new[]
            {
                "/tail/" + value, "/tail" + value, "/one/" + value, "/two/" + value + "/x", "/two/x/" + value, "/query/" + value, "/hash/" + value,
                "/by-query?to=" + value, "/kept/" + value, "/kept/?to=" + value, "/live/" + value, value + "/kept/", "/" + value + "//",
            })
            {
                await AssertStaysAsync(site, target, null, null);
            }

            await AssertStaysAsync(site, "/by-header", "x-to", Uri.UnescapeDataString(value));
            await AssertStaysAsync(site, "/by-cookie", "Cookie", "to=" + value);
            await AssertStaysAsync(site, "/out/" + value, null, null, "https://other.example/");
        }
    }

    [Theory]
    [Trait("Proves", "S-78")]
    [InlineData("/out")]
    [InlineData("/in")]
    [InlineData("/kept/")]
    [InlineData("//kept")]
    [InlineData("/any/x/")]
    [InlineData("/docs/out")]
    [InlineData("/DOCS/kept")]
    [InlineData("/docs//kept")]
    [InlineData("/docs/kept/")]
    public async Task A_control_character_in_the_query_is_refused_wherever_it_leads(string path)
    {
        await using var site = await RuleSite.StartAsync(rules =>
        {
            rules.BasePath = path.StartsWith("/docs", StringComparison.OrdinalIgnoreCase) ? "/docs" : null;
            rules.Redirects.Add("/out", "https://other.example/");
            rules.Redirects.Add("/in", "/kept");
        });

        foreach (var character in "\u0001\t\u001b\u007f")
        {
            var answer = await site.AskRawAsync($"GET {path}?a={character}b HTTP/1.1\r\nHost: garden.test\r\nConnection: close\r\n\r\n");
            Assert.Equal("HTTP/1.1 400 Bad Request", answer.Line);
        }
    }

    private static async Task AssertStaysAsync(TestSite site, string target, string? header, string? text, string origin = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(
            site.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + (target.StartsWith('/') ? "" : "/") + target.Replace(' ', '+'),
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (header is not null && !request.Headers.TryAddWithoutValidation(header, text))
        {
            return;
        }

        HttpResponseMessage response;
        try
        {
            response = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            // The client itself refuses to send such a header.
            Assert.NotNull(header);
            return;
        }

        Assert.InRange((int)response.StatusCode, 200, 499);
        Assert.Null(response.Header("Set-Cookie"));
        if (response.Header("Location") is { } location)
        {
            Assert.StartsWith(origin + (origin.Length == 0 ? "/" : ""), location, StringComparison.Ordinal);
            Assert.All(location, static character => Assert.InRange(character, '!', '~'));
            // Behind the question mark a backslash is text.
            var local = (origin.Length == 0 ? location : location[(origin.Length - 1)..]).Split('?', '#')[0];
            Assert.False(local.StartsWith("//", StringComparison.Ordinal) || local.Contains('\\', StringComparison.Ordinal), $"{target} leads to {location}");
            Assert.Equal(
                new Uri(origin.Length == 0 ? "https://garden.test" : origin).Host,
                new Uri(new Uri("https://garden.test/"), location).Host);
        }
    }
}
