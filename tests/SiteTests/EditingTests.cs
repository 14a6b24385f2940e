using System.Net;

namespace Perennial.SiteTests;

/// <summary>What an editor changes, and who sees it when.</summary>
public sealed class EditingTests : IAsyncLifetime
{
    private const string Desk = "/editor/articles/1";
    private readonly RunningSite _site = new();
    private string _article = "";

    public async ValueTask InitializeAsync()
    {
        await _site.LogInAsync();
        var desk = await _site.TextAsync(Desk);
        var from = desk.IndexOf("href=\"/articles/", StringComparison.Ordinal) + 6;
        _article = desk[from..desk.IndexOf('"', from)];
    }

    [Fact]
    public async Task The_article_is_new_at_the_next_visit()
    {
        await _site.TextAsync(_article);

        await SaveAsync("A new title");

        Assert.Contains("<h1>A new title</h1>", await _site.TextAsync(_article), StringComparison.Ordinal);
        Assert.Contains("hit", await _site.CacheStatusAsync(_article), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/feed.xml")]
    [InlineData("/magazine/seasons")]
    public async Task Pages_that_mention_it_follow_behind(string path)
    {
        await _site.TextAsync(path);

        await SaveAsync("A new title");

        Assert.DoesNotContain("A new title", await _site.TextAsync(path), StringComparison.Ordinal);
        await Eventually.ContainsAsync("A new title", () => _site.TextAsync(path));
    }

    [Fact]
    public async Task The_editor_is_told_what_the_pages_were_told()
    {
        using var saved = await SaveAsync("A new title");

        var answer = await _site.TextAsync(saved.Headers.Location!.PathAndQuery);

        Assert.Contains("<kbd>article:1</kbd> was expired", answer, StringComparison.Ordinal);
        Assert.Contains("<kbd>articles</kbd> was revalidated", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_editor_writes_is_text_and_never_markup()
    {
        await SaveAsync("<b>Bold</b>", "<img src=x onerror=alert(1)> and [a link](javascript:alert(1))");

        var page = await _site.TextAsync(_article);

        Assert.Contains("&lt;b&gt;Bold", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_title_is_refused_and_nothing_changes()
    {
        var before = await _site.TextAsync(_article);

        using var answer = await SaveAsync("  ");

        Assert.Contains("The title is empty.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await _site.TextAsync(_article));
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        using var answer = await _site.PostAsync(Desk, ("_handler", "article"), ("Title", "x"), ("Summary", "y"), ("Body", "z"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/editor")]
    [InlineData(Desk)]
    public async Task The_desk_is_closed_to_strangers(string path)
    {
        using var answer = await _site.SubmitAsync("/editor", "leave");
        using var response = await _site.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/editor/login", response.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_opens_nothing()
    {
        using var leave = await _site.SubmitAsync("/editor", "leave");
        using var answer = await _site.SubmitAsync("/editor/login", "login", ("Password", "Perennial"));

        Assert.Contains("That is not the password", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await _site.StatusAsync("/editor"));
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    public async Task After_the_password_nobody_is_sent_to_another_site(string to)
    {
        using var answer = await _site.SubmitAsync("/editor/login?to=" + Uri.EscapeDataString(to), "login", ("Password", "perennial"));

        Assert.Equal("/editor", answer.Headers.Location?.IsAbsoluteUri is true ? answer.Headers.Location.PathAndQuery : answer.Headers.Location?.OriginalString);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private Task<HttpResponseMessage> SaveAsync(string title, string body = "A new text.") => _site.SubmitAsync(
        Desk, "article", ("Title", title), ("Summary", "A new summary."), ("Body", body));
}
