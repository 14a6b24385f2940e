using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.EndToEnd.Visitors;

namespace Perennial.EndToEnd;

/// <summary>What a page says in its own headers: against being kept, to other origins, and what is not kept with it.</summary>
public sealed class OwnHeaderTests
{
    [Theory]
    [InlineData("Cache-Control", "no-store", "it says Cache-Control: no-store")]
    [InlineData("Cache-Control", "private, max-age=60", "it says Cache-Control: private")]
    [InlineData("Cache-Control", "max-age=60, Private", "it says Cache-Control: private")]
    [InlineData("Cache-Control", "no-cache", "it says Cache-Control: no-cache")]
    [InlineData("Cache-Control", "private=\"X-Own\"", "it says Cache-Control: private")]
    [InlineData("Cache-Control", "max-age=60, no-cache=\"Set-Cookie, X-Own\"", "it says Cache-Control: no-cache")]
    [InlineData("CDN-Cache-Control", "private=\"X-Own\"", "it says CDN-Cache-Control: private")]
    [InlineData("CDN-Cache-Control", "no-store", "it says CDN-Cache-Control: no-store")]
    [InlineData("Surrogate-Control", "no-store", "it says Surrogate-Control: no-store")]
    [InlineData("Vary", "*", "it says Vary: *")]
    public async Task A_page_that_speaks_against_it_is_not_kept(string header, string value, string because)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons, header, value);

        for (var i = 0; i < 2; i++)
        {
            using var response = await site.GetAsync("/page");

            Assert.Equal("Perennial; fwd=bypass; detail=dynamic", response.Header("Cache-Status"));
            Assert.Equal(value, response.Header(header));
        }

        Assert.Contains(because, reasons.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cache-Control", "public, max-age=60")]
    [InlineData("Cache-Control", "max-age=0")]
    [InlineData("Cache-Control", "must-revalidate, s-maxage=0")]
    [InlineData("Pragma", "no-cache")]
    [InlineData("Expires", "0")]
    public async Task What_it_says_of_its_freshness_is_no_word_against_it(string header, string value)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons, header, value);

        await site.TextAsync("/page");
        using var response = await site.GetAsync("/page");

        Assert.StartsWith("Perennial; hit", response.Header("Cache-Status"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Access-Control-Allow-Origin", "*", "*")]
    [InlineData("Access-Control-Expose-Headers", "X-Total", "X-Total")]
    [InlineData("Timing-Allow-Origin", "*", "*")]
    [InlineData("Vary", "Origin", "Origin")]
    [InlineData("Vary", "Accept-Encoding, Origin, X-Tenant", "Origin, X-Tenant")]
    public async Task What_it_says_to_other_origins_and_to_caches_stays_with_it(string header, string value, string expected)
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons, header, value);

        await site.TextAsync("/page");
        using var response = await site.GetAsync("/page", static request => request.Headers.Add("X-Tenant", "a"));

        Assert.StartsWith("Perennial; hit", response.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.EndsWith(expected, string.Join(", ", response.Headers.GetValues(header)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_is_not_kept_with_it_is_told_once_with_the_option()
    {
        using var reasons = new Reasons();
        await using var site = await StartAsync(reasons, "X-Own", "yes");

        await site.TextAsync("/page");
        await site.Revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken);

        Assert.Equal("/page sets the header X-Own, which is not kept with it; name it in Perennial:Http:ReplayHeaders to keep it", reasons.Text);
    }

    [Fact]
    public async Task A_page_that_sends_trailers_is_not_kept_and_answers_as_it_would_anywhere()
    {
        using var reasons = new Reasons();
        await using var site = await TestSite.StartAsync(
            static app => app.MapGet("/page", static (HttpContext context) =>
            {
                if (context.Response.SupportsTrailers())
                {
                    context.Response.AppendTrailer("X-Sum", "1");
                }

                return "page";
            }).Revalidate(60),
            reasons.Add);

        for (var i = 0; i < 2; i++)
        {
            using var response = await site.GetAsync("/page");

            Assert.Equal("Perennial; fwd=bypass; detail=dynamic", response.Header("Cache-Status"));
            Assert.Equal("page", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Contains("it sends trailers", reasons.Text, StringComparison.Ordinal);
    }

    private static Task<TestSite> StartAsync(Reasons reasons, string header, string value) => TestSite.StartAsync(
        app => app.MapGet("/page", (HttpContext context) =>
        {
            context.Response.Headers[header] = value;
            return "page";
        }).Revalidate(60),
        reasons.Add);
}
