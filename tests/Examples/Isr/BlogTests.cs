using System.Net;

namespace Perennial.Examples.Isr;

/// <summary>The mission's ISR example, step by step.</summary>
public sealed class BlogTests
{
    [Fact]
    public async Task A_post_is_rendered_once_and_then_served()
    {
        await using var blog = await Blog.StartAsync();

        var first = await blog.VisitAsync("/blog/1");
        var second = await blog.VisitAsync("/blog/1");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Contains("<h1>First</h1>", first.Text, StringComparison.Ordinal);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(1, blog.Upstream.Asked);
    }

    [Fact]
    public async Task After_sixty_seconds_the_next_visit_gets_the_old_page_and_later_ones_the_new()
    {
        await using var blog = await Blog.StartAsync();
        await blog.VisitAsync("/blog/1");
        blog.Upstream.Posts[1] = new(1, "First, edited", "Hello.");

        blog.Time.Advance(TimeSpan.FromSeconds(59));
        var fresh = await blog.VisitAsync("/blog/1");
        blog.Time.Advance(TimeSpan.FromSeconds(2));
        var stale = await blog.VisitAsync("/blog/1");

        Assert.Contains("<h1>First</h1>", fresh.Text, StringComparison.Ordinal);
        Assert.Contains("<h1>First</h1>", stale.Text, StringComparison.Ordinal);
        await blog.VisitUntilAsync("/blog/1", "First, edited");
        Assert.Equal(2, blog.Upstream.Asked);
    }

    [Fact]
    public async Task Without_a_visit_nothing_is_rendered()
    {
        await using var blog = await Blog.StartAsync();
        await blog.VisitAsync("/blog/1");

        blog.Time.Advance(TimeSpan.FromHours(10));

        Assert.Equal(1, blog.Upstream.Asked);
    }

    [Fact]
    public async Task A_post_that_was_written_later_is_rendered_by_its_first_visit()
    {
        await using var blog = await Blog.StartAsync();
        blog.Upstream.Posts[26] = new(26, "Written later", "New.");

        Assert.Contains("Written later", (await blog.VisitAsync("/blog/26")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crawler_gets_the_same_complete_page_as_everyone()
    {
        await using var blog = await Blog.StartAsync();

        var crawled = await blog.VisitAsync("/blog/2", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
        var visited = await blog.VisitAsync("/blog/2");

        Assert.Contains("<h1>Second</h1>", crawled.Text, StringComparison.Ordinal);
        Assert.Equal(crawled, visited);
    }

    [Fact]
    public async Task A_post_that_does_not_exist_is_not_found_until_it_does()
    {
        await using var blog = await Blog.StartAsync();

        var missing = await blog.VisitAsync("/blog/99");
        blog.Upstream.Posts[99] = new(99, "Here after all", "New.");
        blog.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        await blog.VisitUntilAsync("/blog/99", "Here after all");
    }

    [Fact]
    public async Task When_the_upstream_fails_the_last_good_page_stays_and_a_later_visit_renews_it()
    {
        await using var blog = await Blog.StartAsync();
        await blog.VisitAsync("/blog/1");
        blog.Upstream.IsDown = true;
        blog.Time.Advance(TimeSpan.FromSeconds(61));

        for (var i = 0; i < 10; i++)
        {
            var visit = await blog.VisitAsync("/blog/1");
            Assert.Equal((HttpStatusCode.OK, true), (visit.Status, visit.Text.Contains("<h1>First</h1>", StringComparison.Ordinal)));
        }

        blog.Upstream.Posts[1] = new(1, "Back again", "Hello.");
        blog.Upstream.IsDown = false;

        // The last failure may come to be known only now, and the rest after it counts from then.
        var asked = blog.Upstream.Asked;
        await Eventually.ContainsAsync("Back again", async () =>
        {
            if (blog.Upstream.Asked == asked)
            {
                blog.Time.Advance(TimeSpan.FromSeconds(4));
            }

            return (await blog.VisitAsync("/blog/1")).Text;
        });
    }

    [Fact]
    public async Task On_demand_the_page_is_made_during_the_call()
    {
        await using var blog = await Blog.StartAsync();
        await blog.VisitAsync("/blog/1");
        blog.Upstream.Posts[1] = new(1, "On demand", "Hello.");

        var answer = await blog.VisitAsync("/api/revalidate?secret=token&path=/blog/1");

        Assert.Equal((HttpStatusCode.OK, """{"revalidated":true}"""), (answer.Status, answer.Text));
        Assert.Contains("On demand", (await blog.VisitAsync("/blog/1")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Proves", "S-50")]
    [InlineData("/api/revalidate")]
    [InlineData("/api/revalidate?secret=")]
    [InlineData("/api/revalidate?secret=guess")]
    [InlineData("/api/revalidate?secret=toke")]
    [InlineData("/api/revalidate?secret=token&secret=token")]
    public async Task A_wrong_secret_is_401_and_changes_nothing(string path)
    {
        await using var blog = await Blog.StartAsync();
        await blog.VisitAsync("/blog/1");

        var answer = await blog.VisitAsync(path);

        Assert.Equal((HttpStatusCode.Unauthorized, """{"message":"Invalid token"}"""), (answer.Status, answer.Text));
        Assert.Equal(1, blog.Upstream.Asked);
    }

    [Fact]
    public async Task On_demand_failure_is_500_and_the_last_good_page_stays()
    {
        await using var blog = await Blog.StartAsync();
        await blog.VisitAsync("/blog/1");
        blog.Upstream.IsDown = true;

        var answer = await blog.VisitAsync("/api/revalidate?secret=token&path=/blog/1");

        Assert.Equal((HttpStatusCode.InternalServerError, "Error revalidating"), (answer.Status, answer.Text));
        Assert.Contains("<h1>First</h1>", (await blog.VisitAsync("/blog/1")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nothing-here")]
    [InlineData("/api/revalidate")]
    public async Task What_is_no_kept_page_cannot_be_made_on_demand(string path)
    {
        await using var blog = await Blog.StartAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, (await blog.VisitAsync("/api/revalidate?secret=token&path=" + path)).Status);
    }

    [Fact]
    public async Task A_page_says_its_lifetime_to_caches_in_front()
    {
        await using var blog = await Blog.StartAsync();

        var visit = await blog.VisitAsync("/blog/1");

        Assert.Equal("public, max-age=0, must-revalidate, s-maxage=60, stale-while-revalidate=31535940", visit.CacheControl);
    }
}
