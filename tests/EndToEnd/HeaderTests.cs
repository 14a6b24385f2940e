using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Perennial.EndToEnd;

/// <summary>What goes over the wire with a response, kept or not.</summary>
public sealed class HeaderTests
{
    private const string Private = "private, no-cache, no-store, max-age=0, must-revalidate";

    [Theory]
    [InlineData("/minute", "public, max-age=0, must-revalidate, s-maxage=60, stale-while-revalidate=31535940", "max-age=60, stale-while-revalidate=31535940")]
    [InlineData("/always", "public, max-age=0, must-revalidate, s-maxage=31536000", "max-age=31536000")]
    [InlineData("/short", "public, max-age=0, must-revalidate, s-maxage=60, stale-while-revalidate=240", "max-age=60, stale-while-revalidate=240")]
    public async Task A_kept_page_says_how_long_and_browsers_ask_each_time(string path, string browsers, string networks)
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync(path);

        Assert.Equal(browsers, response.Header("Cache-Control"));
        Assert.Equal(networks, response.Header("CDN-Cache-Control"));
    }

    [Fact]
    public async Task Age_grows_so_that_a_network_in_front_adds_nothing_to_the_lifetime()
    {
        await using var site = await StartAsync();
        await site.TextAsync("/minute");
        site.Time.Advance(TimeSpan.FromSeconds(42));

        using var response = await site.GetAsync("/minute");

        Assert.Equal("42", response.Header("Age"));
        Assert.Equal("Perennial; hit; ttl=18", response.Header("Cache-Status"));
    }

    [Theory]
    [InlineData("/dynamic", 200)]
    [InlineData("/dynamic-html", 200)]
    [InlineData("/cookie", 200)]
    [InlineData("/redirect", 302)]
    [InlineData("/nowhere", 404)]
    public async Task What_is_made_for_one_visitor_is_kept_by_nobody(string path, int status)
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(Private, response.Header("Cache-Control"));
    }

    [Fact]
    public async Task An_api_of_the_app_is_left_alone()
    {
        await using var site = await StartAsync();

        using var plain = await site.GetAsync("/api");
        using var own = await site.GetAsync("/api-with-its-own");

        Assert.False(plain.Headers.Contains("Cache-Control"));
        Assert.Equal("max-age=7", own.Header("Cache-Control"));
    }

    [Fact]
    public async Task Each_coding_has_a_tag_of_its_own_and_only_its_own_is_not_modified()
    {
        await using var site = await StartAsync();
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var coding in (string[])["identity", "gzip", "br"])
        {
            using var response = await site.GetAsync("/long", request => request.Headers.Add("Accept-Encoding", coding));
            tags[coding] = response.Header("ETag")!;
            Assert.Equal(coding == "identity" ? null : coding, response.Header("Content-Encoding"));
            Assert.Equal("Accept-Encoding", response.Header("Vary"));
        }

        Assert.Equal(3, tags.Values.Distinct().Count());

        // What is not coded may be coded by somebody in front.
        Assert.All(tags, static tag => Assert.StartsWith(tag.Key is "identity" ? "W/\"" : "\"", tag.Value, StringComparison.Ordinal));
        foreach (var (asked, tag) in from a in tags.Keys from b in tags.Keys select (a, b))
        {
            using var response = await site.GetAsync("/long", request =>
            {
                request.Headers.Add("Accept-Encoding", asked);
                request.Headers.TryAddWithoutValidation("If-None-Match", tags[tag]);
            });
            Assert.Equal(asked == tag ? HttpStatusCode.NotModified : HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_page_that_was_coded_again_has_another_tag_and_who_has_the_first_one_has_the_page()
    {
        await using var site = await StartAsync();
        using var first = await AskAsync(site);
        using var again = await AskAsync(site);
        var fast = first.Header("ETag")!;
        Assert.EndsWith("-br\"", fast, StringComparison.Ordinal);

        // The process has nothing to do, and a second passes: the page that was asked for twice is coded again.
        var best = fast;
        await Eventually.IsTrueAsync(async () =>
        {
            site.Time.Advance(TimeSpan.FromSeconds(1));
            using var answer = await AskAsync(site);
            best = answer.Header("ETag")!;
            return best != fast;
        });

        Assert.Equal(fast.Replace("-br\"", "-br11\"", StringComparison.Ordinal), best);
        foreach (var tag in (string[])[fast, best])
        {
            using var answer = await AskAsync(site, tag);
            Assert.Equal((HttpStatusCode.NotModified, tag), (answer.StatusCode, answer.Header("ETag")));
        }

        using var other = await AskAsync(site, fast.Replace("-br\"", "-gz\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        static Task<HttpResponseMessage> AskAsync(TestSite site, string? tag = null) => site.GetAsync("/varied", request =>
        {
            request.Headers.Add("Accept-Encoding", "br");
            if (tag is not null)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            }
        });
    }

    [Fact]
    public async Task Not_modified_repeats_what_a_cache_needs_and_has_no_body()
    {
        await using var site = await StartAsync();
        using var first = await site.GetAsync("/minute");

        using var second = await site.GetAsync("/minute", request => request.Headers.TryAddWithoutValidation("If-None-Match", first.Header("ETag")));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        foreach (var name in (string[])["ETag", "Cache-Control", "Vary"])
        {
            Assert.Equal(first.Header(name), second.Header(name));
        }
    }

    [Fact]
    public async Task A_range_of_a_page_is_the_whole_page()
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync("/long", request => request.Headers.Range = new(0, 9));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(5000, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Security_headers_of_a_page_are_replayed_and_anything_of_one_request_is_not()
    {
        await using var site = await StartAsync();
        await site.TextAsync("/headers");

        using var kept = await site.GetAsync("/headers");

        Assert.Equal("default-src 'self'", kept.Header("Content-Security-Policy"));
        Assert.Null(kept.Header("X-Request-Id"));
        Assert.Null(kept.Header("Server-Timing"));
        Assert.Null(kept.Header("X-Own"));
    }

    [Fact]
    public async Task A_header_of_the_apps_own_is_replayed_when_it_is_named()
    {
        await using var site = await StartAsync(options => options.Http.ReplayHeaders.Add("X-Own"));
        await site.TextAsync("/headers");

        using var kept = await site.GetAsync("/headers");

        Assert.Equal("yes", kept.Header("X-Own"));
    }

    private static Task<TestSite> StartAsync(Action<PerennialOptions>? options = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/minute", () => "minute").Revalidate(60);
            app.MapGet("/always", () => "always").Prerender();
            app.MapGet("/short", [Revalidate(60, ExpireSeconds = 300)] () => "short");
            app.MapGet("/long", () => Results.Text(new string('x', 5000), "text/html")).Prerender();
            app.MapGet("/varied", () => Results.Text(string.Concat(Enumerable.Range(1, 200).Select(static n => $"<p>{n * 7919 % 1000} seeds in week {n * 31 % 52}</p>")), "text/html")).Prerender();
            app.MapGet("/dynamic", () => "now").DynamicPage();
            app.MapGet("/dynamic-html", () => Results.Text("<p>now</p>", "text/html"));
            app.MapGet("/cookie", (HttpContext context) =>
            {
                context.Response.Cookies.Append("name", "value");
                return "with a cookie";
            });
            app.MapGet("/redirect", () => Results.Redirect("/minute"));
            app.MapGet("/api", () => new { Answer = 42 });
            app.MapGet("/api-with-its-own", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "max-age=7";
                return new { Answer = 42 };
            });
            app.MapGet("/headers", (HttpContext context) =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = "default-src 'self'";
                headers["X-Request-Id"] = "1";
                headers["Server-Timing"] = "render;dur=5";
                headers["X-Own"] = "yes";
                return "headers";
            }).Prerender();
        },
        options: options);
}
