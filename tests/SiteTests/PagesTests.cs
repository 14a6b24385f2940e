using System.Net;
using System.Text.RegularExpressions;

namespace Perennial.SiteTests;

/// <summary>What a visitor finds.</summary>
public sealed partial class PagesTests(RunningSite site) : IClassFixture<RunningSite>
{
    [Fact]
    public async Task Every_page_of_the_sitemap_is_found_and_then_kept()
    {
        var paths = await SiteMapAsync();

        Assert.Equal(107, paths.Count);
        foreach (var path in paths)
        {
            await site.TextAsync(path);
            Assert.Contains("hit", await site.CacheStatusAsync(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_link_leads_somewhere()
    {
        var links = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in await SiteMapAsync())
        {
            links.UnionWith(Link().Matches(await site.TextAsync(path)).Select(static m => m.Groups[1].Value));
        }

        Assert.True(links.Count > 40, "The pages hardly link to one another.");
        foreach (var link in links)
        {
            Assert.True(await site.StatusAsync(link) is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{link} leads nowhere.");
        }
    }

    [Fact]
    public async Task The_foot_of_a_kept_page_says_when_it_was_rendered()
    {
        await site.TextAsync("/about");
        site.Time.Advance(TimeSpan.FromDays(1));

        Assert.Contains("Rendered <time datetime=\"2026-11-21T10:14:03Z\">21 Nov 2026 10:14:03 UTC", await site.TextAsync("/about"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_that_moved_is_redirected_for_ever()
    {
        using var response = await site.Http.GetAsync("/articles/the-bulb-lasagne");

        Assert.Equal(HttpStatusCode.PermanentRedirect, response.StatusCode);
        Assert.Equal("/articles/bulbs-in-layers", response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/magazine/soil/clay", "/articles/clay")]
    [InlineData("/feed", "/feed.xml")]
    [InlineData("/favicon.ico", "/favicon.svg")]
    public async Task An_old_address_leads_on_for_ever(string path, string place)
    {
        using var response = await site.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.PermanentRedirect, response.StatusCode);
        Assert.Equal(place, response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/search?q=compost")]
    [InlineData("/nowhere")]
    [InlineData("/feed.xml")]
    [InlineData("/css/site.css")]
    [InlineData("/pictures/clay.jpg")]
    public async Task Every_response_carries_the_sites_policy(string path)
    {
        for (var visit = 0; visit < 2; visit++)
        {
            using var response = await site.Http.GetAsync(path);

            Assert.StartsWith("default-src 'none'; script-src 'self'", string.Join(", ", response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("nosniff", string.Join(", ", response.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task An_article_marks_its_section_in_the_navigation() =>
        Assert.Contains("<a href=\"/magazine/soil\" aria-current=\"true\">Soil</a>", await site.TextAsync("/articles/clay"), StringComparison.Ordinal);

    [Fact]
    public async Task A_packet_shows_four_others_of_its_season_and_offers_its_sowing_days()
    {
        var page = await site.TextAsync("/shop/chives");
        using var response = await site.Http.GetAsync("/shop/chives/sowing.ics");

        Assert.Equal(4, page.Split("<article class=\"packet\">").Length - 1);
        Assert.Contains("href=\"/shop/chives/sowing.ics\"", page, StringComparison.Ordinal);
        Assert.Equal("text/calendar", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("RRULE:FREQ=YEARLY;BYMONTH=3,4,5,6;BYMONTHDAY=1\r\nSUMMARY:Sow Chives\r\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/shop/nothing/sowing.ics"));
    }

    [Theory]
    [InlineData("/", "Putting the garden")]
    [InlineData("/articles/clay", "clay")]
    [InlineData("/shop/chives", "Chives")]
    public async Task A_page_says_what_a_link_to_it_shows(string path, string about)
    {
        var page = await site.TextAsync(path);

        Assert.Contains($"<link rel=\"canonical\" href=\"http://localhost:3000{path}\"", page, StringComparison.Ordinal);
        Assert.Contains($"<meta property=\"og:url\" content=\"http://localhost:3000{path}\"", page, StringComparison.Ordinal);
        var picture = Shown().Match(page).Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, await site.StatusAsync(picture));
        Assert.Contains(about, page, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/not-found")]
    [InlineData("/error")]
    [InlineData("/nowhere")]
    [InlineData("/articles/nothing")]
    [InlineData("/magazine/cooking")]
    [InlineData("/shop/nothing")]
    [InlineData("/shop?page=6")]
    [InlineData("/shop?page=0")]
    [InlineData("/shop?page=two")]
    public async Task What_does_not_exist_is_not_found_and_says_so_well(string path)
    {
        using var response = await site.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Nothing grows here", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_five_pages_of_the_shop_show_every_packet_once()
    {
        var packets = new List<string>();
        foreach (var path in new[] { "/shop", "/shop?page=2", "/shop?page=3", "/shop?page=4", "/shop?page=5" })
        {
            packets.AddRange(Packet().Matches(await site.TextAsync(path)).Select(static m => m.Groups[1].Value));
        }

        Assert.Equal(60, packets.Distinct().Count());
        Assert.Equal(60, packets.Count);
    }

    [Theory]
    [InlineData("compost", "Compost without mystery")]
    [InlineData("COWSLIP", "Nothing about “COWSLIP” yet")]
    [InlineData("100%_", "Nothing about “100%_” yet")]
    [InlineData("<script>", "&lt;script&gt;")]
    public async Task Search_answers_each_visitor_afresh(string words, string expected)
    {
        var path = "/search?q=" + Uri.EscapeDataString(words);

        Assert.Contains(expected, await site.TextAsync(path), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", await site.TextAsync(path), StringComparison.Ordinal);
        Assert.DoesNotContain("hit", await site.CacheStatusAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_feed_carries_every_article_with_an_absolute_address()
    {
        var feed = await site.TextAsync("/feed.xml");

        Assert.Equal(40, feed.Split("<entry>").Length - 1);
        Assert.Contains("<id>http://localhost:3000/articles/bulbs-in-layers</id>", feed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_is_small_and_has_no_script_in_its_text()
    {
        var article = await site.TextAsync("/articles/compost-without-mystery");

        Assert.InRange(article.Length, 6_000, 14_000);
        Assert.DoesNotMatch("<script(?![^>]* src=)", article);
    }

    [GeneratedRegex("<meta property=\"og:image\" content=\"http://localhost:3000([^\"]*)\"")]
    private static partial Regex Shown();

    private async Task<List<string>> SiteMapAsync() =>
        [.. Location().Matches(await site.TextAsync("/sitemap.xml")).Select(static m => m.Groups[1].Value)];

    [GeneratedRegex("<loc>http://localhost:3000([^<]*)</loc>")]
    private static partial Regex Location();

    [GeneratedRegex("<a [^>]*href=\"(/[^\"#]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<h3><a href=\"(/shop/[^\"]+)\"")]
    private static partial Regex Packet();
}
