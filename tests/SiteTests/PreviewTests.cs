using System.Net;

namespace Perennial.SiteTests;

/// <summary>A manuscript, from its first word to its readers.</summary>
public sealed class PreviewTests : IAsyncLifetime
{
    private const string Path = "/articles/a-hedge-of-one-s-own";
    private const string Word = "Hornbeam, unpublished";

    private readonly RunningSite _site = new();
    private HttpClient _reader = default!;
    private string _desk = "";
    private string? _cookie;

    public async ValueTask InitializeAsync()
    {
        _reader = new() { BaseAddress = _site.Http.BaseAddress };
        await _site.LogInAsync();
        using var begun = await _site.SubmitAsync("/editor", "begin", ("Title", "A hedge of one’s own"), ("Category", "borders"));
        _desk = begun.Headers.Location!.ToString();
        using var saved = await _site.SubmitAsync(_desk, "article", ("Title", "A hedge of one’s own"), ("Summary", Word), ("Body", Word));
        using var preview = await _site.SubmitAsync(_desk, "preview");
        Assert.EndsWith(Path, preview.Headers.Location!.ToString(), StringComparison.Ordinal);
        _cookie = preview.Headers.GetValues("Set-Cookie").Single(static cookie => cookie.StartsWith("__prerender_bypass=", StringComparison.Ordinal)).Split(';')[0];
    }

    [Fact]
    public async Task The_editor_sees_the_page_and_how_to_leave_it()
    {
        var (status, text) = await EditorAsync(Path);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(Word, text, StringComparison.Ordinal);
        Assert.Contains("· not published", text, StringComparison.Ordinal);
        Assert.Contains("href=\"/preview/leave?path=%2Farticles%2Fa-hedge-of-one-s-own\"", text, StringComparison.Ordinal);
        Assert.Contains(Word, (await EditorAsync("/magazine/borders")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/magazine/borders")]
    [InlineData("/feed.xml")]
    [InlineData("/sitemap.xml")]
    [InlineData("/search?q=hornbeam")]
    [InlineData(Path)]
    public async Task No_reader_finds_it(string path)
    {
        await EditorAsync(path);

        using var response = await _reader.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(path == Path ? HttpStatusCode.NotFound : HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("Hornbeam", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hedge-of-one", text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"preview\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/feed.xml")]
    [InlineData("/sitemap.xml")]
    [InlineData("/search?q=hornbeam")]
    public async Task Feeds_and_search_tell_not_even_the_editor(string path) =>
        Assert.DoesNotContain(Word, (await EditorAsync(path)).Text, StringComparison.Ordinal);

    [Fact]
    public async Task Published_it_is_there_although_somebody_was_told_that_it_is_not()
    {
        using (var before = await _reader.GetAsync(Path))
        {
            Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        }

        using var published = await _site.SubmitAsync(_desk, "publish");

        Assert.Contains(Word, await _site.TextAsync(Path), StringComparison.Ordinal);
        await Eventually.ContainsAsync("hedge-of-one", () => _site.TextAsync("/feed.xml"));
    }

    [Fact]
    public async Task An_empty_manuscript_is_not_published()
    {
        using var begun = await _site.SubmitAsync("/editor", "begin", ("Title", "A hedge of one’s own"), ("Category", "soil"));
        var desk = begun.Headers.Location!.ToString();

        using var refused = await _site.SubmitAsync(desk, "publish");

        Assert.Contains("Save a summary and a text", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await _site.StatusAsync(Path + "-2"));
    }

    [Fact]
    public async Task A_stranger_cannot_open_a_preview()
    {
        using var posted = await _reader.PostAsync(_desk, new FormUrlEncodedContent([KeyValuePair.Create("_handler", "preview")]));
        using var link = await _reader.GetAsync("/preview?slug=a-hedge-of-one-s-own");

        Assert.EndsWith("/editor/login", posted.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.DoesNotContain("__prerender_bypass", posted.Headers.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, link.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _site.DisposeAsync();
    }

    private async Task<(HttpStatusCode Status, string Text)> EditorAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", _cookie);
        using var response = await _reader.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
