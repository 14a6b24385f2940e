using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.Pages;
using Perennial.Parity.Sites;
using Perennial.Tests.Caching.Files;

namespace Perennial.Soak;

/// <summary>An unmodified <c>next start</c> behind a rewrite that keeps its pages.</summary>
[Trait("Needs", "next")]
public sealed partial class NextSoak : IAsyncLifetime
{
    private static readonly string NextFolder = Path.Combine(Root(), "tests/Parity/next");

    private readonly TemporaryFolder _folder = new();
    private Site? _next;
    private WebApplication? _app;
    private HttpClient? _visitor;

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        _next = await SiteFactory.NextAsync(NextFolder, _folder.Path, token);
        await _next.StartAsync(token);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "http://garden.test";
            options.Cache.Directory = Path.Combine(_folder.Path, "cache");
            var origin = _next.Url.GetLeftPart(UriPartial.Authority);
            options.Rules.Rewrites.Add("/_next/{**path}", origin + "/_next/{path}");
            options.Rules.Rewrites.Add("/{**path}", origin + "/{path}").Revalidate(3600, tags: ["next"]);
        });
        _app = builder.Build();
        _app.UsePerennial();
        await _app.StartAsync(token);
        _visitor = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            BaseAddress = new(_app.Urls.Single()),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _visitor?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_next is not null)
        {
            await _next.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Its_pages_are_kept_and_what_only_it_can_answer_passes_by()
    {
        var revalidator = _app!.Services.GetRequiredService<IRevalidator>();
        foreach (var path in (string[])["/p/isr", "/a/isr", "/a/static", "/p/blog-block/new"])
        {
            using var first = await GetAsync(path);
            using var second = await GetAsync(path);
            Assert.Equal("Perennial; fwd=uri-miss; stored", Status(first));
            Assert.StartsWith("Perennial; hit", Status(second), StringComparison.Ordinal);
            Assert.Equal(await TextAsync(first), await TextAsync(second));
        }

        // Its own lifetime is two seconds; here a tag says when. The old page comes once more, then the new one.
        var before = _next!.Source.Count("aisr");
        var old = await TextAsync(await GetAsync("/a/isr"));
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(old, await TextAsync(await GetAsync("/a/isr")));
        Assert.Equal(before, _next.Source.Count("aisr"));
        await Eventually.IsTrueAsync(async () =>
        {
            await revalidator.RevalidateAsync("next");
            return await TextAsync(await GetAsync("/a/isr")) != old;
        });

        // Client navigation: parts of the page, under the page's URL. Next.js first sends a guess to the right spelling.
        using var guess = await GetAsync("/a/static?_rsc=abc12", ("RSC", "1"));
        Assert.Equal("Perennial; fwd=bypass; detail=passed-on", Status(guess));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, guess.StatusCode);
        using var parts = await GetAsync(guess.Headers.Location!.OriginalString, ("RSC", "1"));
        Assert.Equal("Perennial; fwd=bypass; detail=passed-on", Status(parts));
        Assert.Equal("text/x-component", parts.Content.Headers.ContentType?.MediaType);
        using var whole = await GetAsync("/a/static");
        Assert.Equal("text/html", whole.Content.Headers.ContentType?.MediaType);
        Assert.Contains("rsc", string.Join(", ", whole.Headers.Vary), StringComparison.OrdinalIgnoreCase);

        // A draft, by the id that this build of it made.
        var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(NextFolder, ".next/prerender-manifest.json"), TestContext.Current.CancellationToken));
        var id = manifest.RootElement.GetProperty("preview").GetProperty("previewModeId").GetString();
        using var draft = await GetAsync("/a/isr", ("Cookie", "__prerender_bypass=" + id));
        Assert.Equal("Perennial; fwd=bypass; detail=passed-on", Status(draft));
        Assert.True(draft.Headers.CacheControl?.NoStore, draft.Headers.CacheControl?.ToString());

        // What it makes for each visitor, and its assets, are as it sends them.
        for (var i = 0; i < 2; i++)
        {
            using var personal = await GetAsync("/a/dynamic", ("User-Agent", "me/" + i));
            Assert.Contains("me/" + i, await TextAsync(personal), StringComparison.Ordinal);
        }

        var asset = Asset().Match(await TextAsync(await GetAsync("/a/static"))).Value;
        using var script = await GetAsync(asset);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.Equal("public, max-age=31536000, immutable", script.Headers.NonValidated["Cache-Control"].ToString());
    }

    [Fact]
    public async Task Its_pages_are_served_on_while_it_is_down()
    {
        var revalidator = _app!.Services.GetRequiredService<IRevalidator>();
        var page = await TextAsync(await GetAsync("/a/isr"));
        await _next!.StopAsync();

        Assert.Equal(page, await TextAsync(await GetAsync("/a/isr")));
        await revalidator.RevalidateAsync("next");
        Assert.Equal(page, await TextAsync(await GetAsync("/a/isr")));
        await revalidator.ExpireAsync("next");
        Assert.Equal(page, await TextAsync(await GetAsync("/a/isr")));
        using var other = await GetAsync("/p/ssr");
        Assert.Equal(HttpStatusCode.BadGateway, other.StatusCode);

        await _next.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(async () => (await GetAsync("/p/ssr")).IsSuccessStatusCode);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _visitor!.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string? Status(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Cache-Status", out var values) ? string.Join(", ", values) : null;

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Perennial.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No Perennial.slnx above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("/_next/static/[^\"]+\\.js")]
    private static partial Regex Asset();
}
