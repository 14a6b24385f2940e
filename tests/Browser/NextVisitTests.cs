namespace Perennial.Browser;

/// <summary>A visitor has a page; the article changes; what does he see at his next visit?</summary>
[Collection(SiteCollection.Name)]
public sealed class NextVisitTests(SiteInChromium site)
{
    [Fact]
    [Trait("Proves", "trap-21")]
    public async Task By_navigation_the_visitor_sees_the_new_page()
    {
        await using var visitor = await site.VisitorAsync();
        var path = await HaveAnOldPageAsync(visitor, article: 1, "Seen by navigation");

        await visitor.OpenAsync(path);

        Assert.Equal("Seen by navigation", await visitor.HeadingAsync());
    }

    [Fact]
    [Trait("Proves", "trap-21")]
    public async Task By_a_link_the_visitor_sees_the_new_page()
    {
        await using var visitor = await site.VisitorAsync();
        var path = await HaveAnOldPageAsync(visitor, article: 2, "Seen by a link");
        await visitor.OpenAsync("/search?q=Seen+by+a+link");

        await visitor.Page.Locator($"a[href='{path}']").First.ClickAsync();
        await visitor.Page.WaitForURLAsync("**" + path);

        Assert.Equal("Seen by a link", await visitor.HeadingAsync());
    }

    [Fact]
    [Trait("Proves", "trap-21")]
    public async Task By_reload_the_visitor_sees_the_new_page()
    {
        await using var visitor = await site.VisitorAsync();
        await HaveAnOldPageAsync(visitor, article: 3, "Seen by reload");

        await visitor.Page.ReloadAsync();

        Assert.Equal("Seen by reload", await visitor.HeadingAsync());
    }

    [Fact]
    [Trait("Proves", "trap-21")]
    public async Task By_fetch_the_visitor_sees_the_new_page()
    {
        await using var visitor = await site.VisitorAsync();
        var path = await HaveAnOldPageAsync(visitor, article: 1, "Seen by fetch");

        Assert.Contains("Seen by fetch", await visitor.FetchAsync(path), StringComparison.Ordinal);
    }

    // The page that mentions the article is only revalidated: once the server has the new one, no browser may keep the old.
    [Fact]
    [Trait("Proves", "trap-21")]
    public async Task A_page_that_was_only_revalidated_is_new_by_fetch_once_the_server_has_it()
    {
        await using var visitor = await site.VisitorAsync();
        await visitor.OpenAsync("/about");
        var old = await visitor.FetchAsync("/feed.xml");
        await RenameAsync(2, "Seen in the feed");
        await site.WaitUntilServedAsync("/feed.xml", "Seen in the feed");

        var fetched = await visitor.FetchAsync("/feed.xml");

        Assert.DoesNotContain("Seen in the feed", old, StringComparison.Ordinal);
        Assert.Contains("Seen in the feed", fetched, StringComparison.Ordinal);
    }

    // Going back is not a visit: browsers show what was seen (RFC 9111 §6), whatever freshness says, unless no-store.
    [Fact]
    public async Task Going_back_shows_what_was_seen_and_the_visit_after_it_is_new()
    {
        await using var visitor = await site.VisitorAsync();
        var path = await HaveAnOldPageAsync(visitor, article: 3, "Seen after going back");
        await visitor.OpenAsync("/about");

        await visitor.Page.GoBackAsync();
        var back = await visitor.HeadingAsync();
        await visitor.OpenAsync(path);

        Assert.NotEqual("Seen after going back", back);
        Assert.Equal("Seen after going back", await visitor.HeadingAsync());
    }

    [Fact]
    public async Task An_unchanged_page_costs_a_304()
    {
        await using var visitor = await site.VisitorAsync();
        var first = await visitor.OpenAsync("/about");
        var statuses = new List<int>();
        visitor.Page.Response += (_, response) => statuses.Add(response.Status);

        var second = await visitor.OpenAsync("/about");

        // The protocol shows the 304 as the 200 that it confirmed, with the headers of the answer.
        Assert.Equal(200, second.Status);
        Assert.Equal((await first.AllHeadersAsync())["etag"], (await second.AllHeadersAsync())["etag"]);
        Assert.True((await second.Request.SizesAsync()).ResponseBodySize is 0, "The body was sent again.");
    }

    private async Task<string> HaveAnOldPageAsync(Visitor visitor, int article, string newTitle)
    {
        await using var editor = await site.VisitorAsync();
        var path = await editor.RenameArticleAsync(article, $"Article {article} before");
        await site.WaitUntilServedAsync(path, $"Article {article} before");
        await visitor.OpenAsync(path);
        Assert.Equal($"Article {article} before", await visitor.HeadingAsync());
        await editor.RenameArticleAsync(article, newTitle);
        await site.WaitUntilServedAsync(path, newTitle);
        return path;
    }

    private async Task RenameAsync(int article, string title)
    {
        await using var editor = await site.VisitorAsync();
        await editor.RenameArticleAsync(article, title);
    }
}
