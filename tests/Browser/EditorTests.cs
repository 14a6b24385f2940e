namespace Perennial.Browser;

[Collection(SiteCollection.Name)]
public sealed class EditorTests(SiteInChromium site)
{
    [Fact]
    public async Task An_edited_article_shows_on_its_page_at_the_next_visit_and_on_the_front_page_after_it()
    {
        await using var editor = await site.VisitorAsync();
        await using var reader = await site.VisitorAsync();
        await editor.RenameArticleAsync(1, "Before the edit");
        var path = await editor.PublicPathAsync();
        await reader.OpenAsync(path);

        await editor.RenameArticleAsync(1, "After the edit");
        await reader.OpenAsync(path);

        Assert.Equal("After the edit", await reader.HeadingAsync());
        await site.WaitUntilServedAsync("/feed.xml", "After the edit");
    }

    [Fact]
    public async Task The_editors_desk_is_for_editors()
    {
        await using var stranger = await site.VisitorAsync();

        await stranger.OpenAsync("/editor");

        Assert.Contains("/editor/login", stranger.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_editor_is_told_what_the_pages_were_told()
    {
        await using var editor = await site.VisitorAsync();

        await editor.RenameArticleAsync(2, "Told to the pages");

        var told = await editor.Page.GetByRole(Microsoft.Playwright.AriaRole.Status).InnerTextAsync();
        Assert.Contains("article:2", told, StringComparison.Ordinal);
        Assert.DoesNotContain("restart would forget", told, StringComparison.Ordinal);
    }
}
