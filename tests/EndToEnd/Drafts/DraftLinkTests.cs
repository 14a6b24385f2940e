using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Drafts;
using Perennial.Pages;

namespace Perennial.EndToEnd.Drafts;

/// <summary>The link that opens a preview, and the one that ends it.</summary>
public sealed class DraftLinkTests
{
    [Fact]
    [Trait("Proves", "S-48")]
    public async Task The_right_secret_and_slug_turn_drafts_on_and_lead_to_the_page()
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync($"/api/draft?secret={Editor.Secret}&slug=/posts/foo");

        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("/posts/foo", response.Header("Location"));
        Assert.Equal(Editor.Private, response.Header("Cache-Control"));
        Assert.Matches("^__prerender_bypass=[A-Za-z0-9_-]{76}; Path=/; HttpOnly; Secure; SameSite=None$", response.Header("Set-Cookie"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?slug=/posts/foo")]
    [InlineData("?secret=guess&slug=/posts/foo")]
    [InlineData("?secret=MY_SECRET_TOKE&slug=/posts/foo")]
    [InlineData("?secret=MY_SECRET_TOKEN")]
    [InlineData("?secret=MY_SECRET_TOKEN&slug=")]
    [InlineData("?secret=MY_SECRET_TOKEN&secret=MY_SECRET_TOKEN&slug=/posts/foo")]
    [InlineData("?secret=MY_SECRET_TOKEN&slug=/posts/foo&slug=/posts/bar")]
    public async Task A_wrong_secret_or_no_slug_is_401_Invalid_token(string query)
    {
        await using var site = await StartAsync();

        await RefusedAsync(site, query, """{"message":"Invalid token"}""");
    }

    [Fact]
    public async Task A_slug_that_nothing_is_found_for_is_401_Invalid_slug_and_turns_nothing_on()
    {
        await using var site = await StartAsync();

        await RefusedAsync(site, "?secret=MY_SECRET_TOKEN&slug=/nowhere", """{"message":"Invalid slug"}""");
        await RefusedAsync(site, "?secret=MY_SECRET_TOKEN&slug=/" + new string('a', 2048), """{"message":"Invalid slug"}""");
    }

    [Theory]
    [Trait("Proves", "S-78")]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("/%0d%0aSet-Cookie:a=b")]
    [InlineData("javascript:alert(1)")]
    [InlineData("posts/foo")]
    [InlineData("/%255cevil.example")]
    [InlineData("/%00")]
    public async Task What_is_found_must_be_a_path_of_this_site(string slug)
    {
        await using var site = await StartAsync();

        await RefusedAsync(site, "?secret=MY_SECRET_TOKEN&slug=" + slug.Replace("#", "%23", StringComparison.Ordinal), """{"message":"Invalid slug"}""");
    }

    [Fact]
    public async Task The_browser_goes_where_the_content_is_found_and_not_where_the_link_says()
    {
        await using var site = await TestSite.StartAsync(static app => app.MapDraft(
            "/preview", Editor.Secret, static (TimeProvider _, string slug, CancellationToken _) => new ValueTask<string?>("/blog/größe?of=" + slug)));

        using var response = await site.GetAsync("/preview?secret=MY_SECRET_TOKEN&slug=7");

        Assert.Equal("/blog/gr%C3%B6%C3%9Fe?of=7", response.Header("Location"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_a_secret_nobody_gets_in(string? secret)
    {
        await using var site = await TestSite.StartAsync(app => app.MapDraft(
            "/api/draft", secret, static (TimeProvider _, string slug, CancellationToken _) => new ValueTask<string?>(slug)));

        await RefusedAsync(site, "?slug=/", """{"message":"Invalid token"}""");
        await RefusedAsync(site, "?secret=&slug=/", """{"message":"Invalid token"}""");
    }

    [Theory]
    [Trait("Proves", "S-48")]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch\u003bprerender")]
    [InlineData("Purpose", "prefetch")]
    [InlineData("X-Purpose", "preview")]
    [InlineData("X-Moz", "prefetch")]
    public async Task A_prefetch_of_either_link_changes_nothing_and_is_not_remembered(string header, string value)
    {
        await using var site = await StartAsync();
        foreach (var path in new[] { $"/api/draft?secret={Editor.Secret}&slug=/", "/api/disable-draft" })
        {
            using var response = await site.GetAsync(path, request => request.Headers.Add(header, value));

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal(Editor.Private, response.Header("Cache-Control"));
            Assert.Null(response.Header("Set-Cookie"));
        }
    }

    [Theory]
    [Trait("Proves", "S-48")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Other_methods_change_nothing(string method)
    {
        await using var site = await StartAsync();
        foreach (var path in new[] { $"/api/draft?secret={Editor.Secret}&slug=/", "/api/disable-draft" })
        {
            using var response = await site.SendAsync(new(method), path);

            Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
            Assert.Null(response.Header("Set-Cookie"));
        }
    }

    [Theory]
    [InlineData("/api/disable-draft", "/")]
    [InlineData("/api/disable-draft?path=/posts/foo", "/posts/foo")]
    [InlineData("/api/disable-draft?path=//evil.example", "/")]
    [InlineData("/api/disable-draft?path=https://evil.example", "/")]
    [InlineData("/api/disable-draft?path=/a&path=/b", "/")]
    public async Task The_other_link_takes_the_cookie_away(string link, string location)
    {
        await using var site = await StartAsync();
        var cookie = await Editor.OpenAsync(site);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var response = await Editor.SendAsync(site, cookie, link, method);

            Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
            Assert.Equal(location, response.Header("Location"));
            Assert.Equal(
                "__prerender_bypass=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; Secure; SameSite=None", response.Header("Set-Cookie"));
            Assert.Equal(Editor.Private, response.Header("Cache-Control"));
        }
    }

    [Fact]
    public async Task In_Development_the_cookie_goes_over_plain_http()
    {
        await using var site = await TestSite.StartAsync(Editor.MapLinks, environment: "Development");

        using var response = await site.GetAsync($"/api/draft?secret={Editor.Secret}&slug=/");

        Assert.Matches("^__prerender_bypass=[^;]+; Path=/; HttpOnly; SameSite=Lax$", response.Header("Set-Cookie"));
    }

    [Fact]
    public async Task The_cookie_can_be_kept_apart_for_each_framing_site()
    {
        await using var site = await TestSite.StartAsync(Editor.MapLinks, options: static options => options.Drafts.Partitioned = true);

        using var response = await site.GetAsync($"/api/draft?secret={Editor.Secret}&slug=/");

        Assert.EndsWith("; Secure; SameSite=None; Partitioned", response.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_of_any_name_may_turn_drafts_on_and_off_by_itself()
    {
        await using var site = await TestSite.StartAsync(static app =>
        {
            app.MapGet("/on", static (IDraftMode draft) =>
            {
                draft.Enable();
                draft.Enable();
                return $"on: {draft.IsEnabled}";
            });
            app.MapPost("/off", static (IDraftMode draft) =>
            {
                draft.Disable();
                return $"on: {draft.IsEnabled}";
            });
            app.MapGet("/state", static (IDraftMode draft) => $"on: {draft.IsEnabled}");
        });

        using var on = await site.GetAsync("/on");
        var cookie = Assert.Single(Regex.Matches(on.Header("Set-Cookie")!, "__prerender_bypass=[^;]+")).Value;

        Assert.Equal("on: True", await on.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Editor.Private, on.Header("Cache-Control"));
        Assert.Equal("on: True", await Editor.TextAsync(site, cookie, "/state"));
        Assert.Equal("on: False", await site.TextAsync("/state"));
        using var off = await Editor.SendAsync(site, cookie, "/off", HttpMethod.Post);
        Assert.StartsWith("__prerender_bypass=; Expires=Thu, 01 Jan 1970", off.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Equal("on: False", await off.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var prefetched = await site.GetAsync("/on", static request => request.Headers.Add("Sec-Purpose", "prefetch"));
        Assert.Null(prefetched.Header("Set-Cookie"));
    }

    [Fact]
    public async Task A_render_for_everybody_cannot_turn_drafts_on()
    {
        await using var site = await TestSite.StartAsync(static app => app.MapGet("/page", static (IDraftMode draft) =>
        {
            draft.Enable();
            return "page";
        }).Revalidate(60));

        var error = await Assert.ThrowsAsync<PerennialException>(
            () => site.Revalidator.RegenerateAsync("/page", TestContext.Current.CancellationToken));

        Assert.Equal("PER1201", Assert.IsType<PerennialException>(error.InnerException).Code);
    }

    [Fact]
    public async Task Outside_of_a_request_drafts_are_off_and_cannot_be_turned_on()
    {
        await using var site = await StartAsync();
        await using var scope = site.Services.CreateAsyncScope();
        var draft = scope.ServiceProvider.GetRequiredService<IDraftMode>();

        Assert.False(draft.IsEnabled);
        Assert.Equal("PER1202", Assert.Throws<PerennialException>(draft.Enable).Code);
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(Editor.MapLinks);

    private static async Task RefusedAsync(TestSite site, string query, string body)
    {
        using var response = await site.GetAsync("/api/draft" + query);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Editor.Private, response.Header("Cache-Control"));
        Assert.Null(response.Header("Set-Cookie"));
        Assert.Null(response.Header("Location"));
    }
}
