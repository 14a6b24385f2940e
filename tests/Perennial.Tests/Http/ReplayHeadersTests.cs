using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Perennial.Http;

namespace Perennial.Tests.Http;

public sealed class ReplayHeadersTests
{
    [Theory]
    [InlineData("Content-Language")]
    [InlineData("Content-Disposition")]
    [InlineData("Link")]
    [InlineData("location")]
    [InlineData("Referrer-Policy")]
    [InlineData("PERMISSIONS-POLICY")]
    [InlineData("X-Content-Type-Options")]
    [InlineData("X-Frame-Options")]
    [InlineData("X-Robots-Tag")]
    [InlineData("Strict-Transport-Security")]
    [InlineData("Cross-Origin-Opener-Policy")]
    [InlineData("Cross-Origin-Embedder-Policy")]
    [InlineData("Cross-Origin-Resource-Policy")]
    [InlineData("Refresh")]
    [InlineData("blazor-enhanced-nav")]
    [InlineData("Reporting-Endpoints")]
    [InlineData("Speculation-Rules")]
    [InlineData("Content-Security-Policy")]
    public void What_describes_the_page_is_kept(string name) =>
        Assert.Equal([new(name, "v")], Select([], (name, "v")).Headers);

    public static TheoryData<string> OfOneRequest =>
    [
        "Set-Cookie", "Date", "Server", "Age", "Cache-Control", "ETag", "Vary", "Connection", "Keep-Alive", "Content-Length",
        "Content-Encoding", "Transfer-Encoding", "Server-Timing", "traceparent", "tracestate", "X-Request-Id", "Request-Id",
        "RateLimit-Remaining", "RateLimit", "X-RateLimit-Reset", "Retry-After", "set-cookie", "Upgrade", "Trailer",
        "WWW-Authenticate", "Cache-Status", "CDN-Cache-Control",
    ];

    [Theory]
    [MemberData(nameof(OfOneRequest))]
    public void What_belongs_to_one_request_is_never_kept_even_when_configured(string name)
    {
        Assert.True(ReplayHeaders.IsForbidden(name));
        Assert.Empty(Select([name], (name, "v")).Headers);
    }

    [Fact]
    public void Anything_else_is_kept_only_when_configured()
    {
        Assert.Empty(Select([], ("X-Shop", "v")).Headers);
        Assert.Equal([new("x-shop", "v")], Select(["X-Shop"], ("x-shop", "v")).Headers);
    }

    [Fact]
    public void A_value_appended_twice_is_kept_once()
    {
        var kept = Select([], ("Link", new StringValues(["</a.css>; rel=preload", "</b.css>; rel=preload", "</a.css>; rel=preload", "", null])));

        Assert.Equal([new("Link", new StringValues(["</a.css>; rel=preload", "</b.css>; rel=preload"]))], kept.Headers);
        Assert.Empty(Select([], ("Link", "")).Headers);
    }

    [Theory]
    [InlineData("Content-Security-Policy", "script-src 'self' 'nonce-abc'", true)]
    [InlineData("content-security-policy-report-only", "script-src 'NONCE-abc'", true)]
    [InlineData("Content-Security-Policy", "script-src 'self' 'sha256-abc='; report-uri /nonce-report", false)]
    [InlineData("Link", "</a.js>; rel=preload; as=script; nonce=abc", true)]
    [InlineData("Link", "</a.js>; rel=\"x;y\" ; NONCE = \"abc\"", true)]
    [InlineData("Link", "</pay?nonce=1;nonce=2>; rel=preload", false)]
    [InlineData("Link", "</a>; title=\"; nonce=1\"", false)]
    [InlineData("Link", "</a>; rel=x, </b>; rel=y; nonce", true)]
    [InlineData("Link", "</a", false)]
    [InlineData("X-Robots-Tag", "'nonce-abc'", false)]
    public void A_nonce_is_reported(string name, string value, bool expected) =>
        Assert.Equal(expected, Select([], ("X-Frame-Options", "DENY"), (name, value)).HasNonce);

    private static ReplayHeaders.Selection Select(string[] configured, params (string Name, StringValues Values)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, values) in headers)
        {
            dictionary[name] = values;
        }

        return new ReplayHeaders(configured).Select(dictionary);
    }
}
