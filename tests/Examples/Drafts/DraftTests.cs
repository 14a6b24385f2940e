using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Perennial.Examples.Drafts;

/// <summary>The mission's draft mode guide, step by step, with a browser that keeps cookies.</summary>
public sealed class DraftTests : IAsyncLifetime
{
    private const string Private = "private, no-cache, no-store, max-age=0, must-revalidate";

    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-").FullName;
    private readonly ConcurrentDictionary<string, string> _titles = new(StringComparer.Ordinal)
    {
        ["draft/posts/foo"] = "Foo, unpublished",
        ["production/posts/foo"] = "Foo",
        ["draft/posts/new"] = "New, unpublished",
    };

    private readonly WebApplication _content;
    private WebApplication _app = default!;
    private Browser _editor = default!;
    private Browser _reader = default!;

    public DraftTests()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _content = builder.Build();
        _content.MapGet("/{source}", (string source, string slug) =>
            _titles.TryGetValue(source + slug, out var title) ? Results.Ok(new DraftPost(slug, title)) : Results.NotFound());
    }

    [Fact]
    public async Task A_draft_link_leads_to_the_draft_and_readers_see_what_is_published()
    {
        var opened = await _editor.VisitAsync("/api/draft?secret=MY_SECRET_TOKEN&slug=/posts/foo");
        var draft = await _editor.VisitAsync(opened.Location!);
        var published = await _reader.VisitAsync("/posts/foo");

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/posts/foo"), (opened.Status, opened.Location));
        Assert.Contains("<h1>Foo, unpublished</h1>", draft.Text, StringComparison.Ordinal);
        Assert.Equal(Private, draft.CacheControl);
        Assert.Contains("<h1>Foo</h1>", published.Text, StringComparison.Ordinal);
        Assert.StartsWith("public", published.CacheControl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_changes_is_seen_at_once()
    {
        await _editor.VisitAsync("/api/draft?secret=MY_SECRET_TOKEN&slug=/posts/foo");
        await _editor.VisitAsync("/posts/foo");
        _titles["draft/posts/foo"] = "Foo, edited";

        Assert.Contains("Foo, edited", (await _editor.VisitAsync("/posts/foo")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_published_can_be_seen_and_readers_do_not_find_it()
    {
        await _editor.VisitAsync("/api/draft?secret=MY_SECRET_TOKEN&slug=/posts/new");

        Assert.Contains("New, unpublished", (await _editor.VisitAsync("/posts/new")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _reader.VisitAsync("/posts/new")).Status);
    }

    [Theory]
    [InlineData("/api/draft?slug=/posts/foo", "Invalid token")]
    [InlineData("/api/draft?secret=guess&slug=/posts/foo", "Invalid token")]
    [InlineData("/api/draft?secret=MY_SECRET_TOKEN", "Invalid token")]
    [InlineData("/api/draft?secret=MY_SECRET_TOKEN&slug=/posts/nowhere", "Invalid slug")]
    [InlineData("/api/draft?secret=MY_SECRET_TOKEN&slug=https://evil.example/posts/foo", "Invalid slug")]
    public async Task Anything_else_is_401_and_turns_nothing_on(string link, string message)
    {
        var refused = await _editor.VisitAsync(link);

        Assert.Equal((HttpStatusCode.Unauthorized, $$"""{"message":"{{message}}"}"""), (refused.Status, refused.Text));
        Assert.Contains("<h1>Foo</h1>", (await _editor.VisitAsync("/posts/foo")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preview_ends_by_its_link()
    {
        await _editor.VisitAsync("/api/draft?secret=MY_SECRET_TOKEN&slug=/posts/foo");

        await _editor.VisitAsync("/api/disable-draft");

        Assert.DoesNotContain("unpublished", (await _editor.VisitAsync("/posts/foo")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_may_turn_it_on_and_off_and_ask_for_it()
    {
        Assert.Equal("published posts", (await _editor.VisitAsync("/api/posts")).Text);
        Assert.Equal("Draft mode is enabled", (await _editor.VisitAsync("/api/enable")).Text);
        Assert.Equal("drafts", (await _editor.VisitAsync("/api/posts")).Text);
        Assert.Equal("Draft mode is disabled", (await _editor.VisitAsync("/api/disable")).Text);
        Assert.Equal("published posts", (await _editor.VisitAsync("/api/posts")).Text);
    }

    public async ValueTask InitializeAsync()
    {
        await _content.StartAsync(TestContext.Current.CancellationToken);

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["DraftSecret"] = "MY_SECRET_TOKEN";
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://example.com";
            options.Cache.Directory = Path.Combine(_folder, "cache");
            options.Deployment.BuildDirectory = Path.Combine(_folder, "build");
        });
        builder.Services.AddHttpClient<Cms>(client => client.BaseAddress = new(_content.Urls.Single()));
        builder.Services.AddRazorComponents();
        _app = builder.Build();
        _app.UsePerennial();
        _app.UseAntiforgery();
        _app.MapRazorComponents<Isr.App>();
        _app.MapDraftRoutes(_app.Configuration);
        _app.MapOwnRoutes();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _reader = new(_app.Urls.Single());
        _editor = new(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _editor.Dispose();
        _reader.Dispose();
        await _app.DisposeAsync();
        await _content.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
