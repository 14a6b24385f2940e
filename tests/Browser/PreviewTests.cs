using Microsoft.Playwright;

namespace Perennial.Browser;

/// <summary>An editor previews an article that is not published, in a browser that keeps the cookie by its own rules.</summary>
[Collection(SiteCollection.Name)]
public sealed class PreviewTests(SiteInChromium site)
{
    private const string Manuscript = "The hornbeam is in no hurry";

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task An_editor_previews_what_no_reader_finds_and_leaves_again(int width)
    {
        await using var editor = await site.VisitorAsync(width);
        await using var reader = await site.VisitorAsync();
        var path = await BeginAsync(editor, $"{Manuscript}, {width}");

        await ClickAsync(editor, "Preview what is saved");

        Assert.EndsWith(path, editor.Page.Url, StringComparison.Ordinal);
        Assert.Equal($"{Manuscript}, {width}", await editor.HeadingAsync());
        var note = editor.Page.GetByRole(AriaRole.Complementary, new() { Name = "Preview" });
        Assert.Contains("what is not published", await note.InnerTextAsync(), StringComparison.Ordinal);
        Assert.False(
            await editor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
            "The page is wider than the window.");
        await editor.ScreenshotAsync($"preview-{width}");
        await editor.OpenAsync("/magazine/borders");
        Assert.Contains(Manuscript, await editor.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await editor.ScreenshotAsync($"preview-section-{width}");

        Assert.Equal(404, (await reader.OpenAsync(path)).Status);
        await reader.OpenAsync("/magazine/borders");
        Assert.DoesNotContain(Manuscript, await reader.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);

        await note.GetByRole(AriaRole.Link).ClickAsync();
        await editor.Page.WaitForURLAsync(url => !url.Contains("leave", StringComparison.Ordinal));
        Assert.DoesNotContain(Manuscript, await editor.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await note.CountAsync());
        Assert.Equal(404, (await editor.OpenAsync(path)).Status);
        Assert.Empty(editor.Troubles);
    }

    [Fact]
    public async Task What_is_published_is_there_for_its_readers()
    {
        await using var editor = await site.VisitorAsync();
        await using var reader = await site.VisitorAsync();
        var path = await BeginAsync(editor, "Published at last");
        Assert.Equal(404, (await reader.OpenAsync(path)).Status);

        await ClickAsync(editor, "Publish what is saved");

        Assert.Equal(200, (await reader.OpenAsync(path)).Status);
        Assert.Equal("Published at last", await reader.HeadingAsync());
        await editor.ScreenshotAsync("published-1440");
    }

    /// <summary>Logs in, and writes an article.</summary>
    /// <returns>The path that it will have.</returns>
    private static async Task<string> BeginAsync(Visitor editor, string title)
    {
        await editor.OpenAsync("/editor");
        await editor.Page.GetByLabel("Password").FillAsync("perennial");
        await ClickAsync(editor, "Come in");
        await editor.ScreenshotAsync("desk");
        await editor.Page.GetByLabel("Begin a manuscript").FillAsync(title);
        await editor.Page.GetByLabel("Section").SelectOptionAsync("borders");
        await ClickAsync(editor, "Begin");
        await editor.Page.Locator("#summary").FillAsync("A hedge takes seven years, and then it takes care of everything else.");
        await editor.Page.Locator("#body").FillAsync("Plant it small.\n\n## The first winter\n\nA bundle of bare roots is cheaper than a pot, and overtakes it in three years.");
        await ClickAsync(editor, "Save");
        await editor.Page.GetByRole(AriaRole.Status).WaitForAsync();
        await editor.ScreenshotAsync("manuscript", fullPage: true);
        return "/articles/" + string.Join('-', title.ToLowerInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries));
    }

    private static Task ClickAsync(Visitor editor, string name) =>
        editor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
