using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Drafts;
using Perennial.EndToEnd.Drafts;
using Perennial.EndToEnd.Matrix;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

/// <summary>A base path that the app takes off by itself: what everything that is written for a browser begins with.</summary>
public sealed class PathBaseTests
{
    [Theory]
    [InlineData("/Site2/old?a=1", 307, "/Site2/kept?a=1")]
    [InlineData("/Site2/home", 307, "/Site2")]
    [InlineData("/Site2/away", 307, "https://other.example/kept")]
    [InlineData("/Site2/to-root", 307, "/elsewhere")]
    [InlineData("/Site2/sign-in", 307, "/Site2/kept?from=proxy")]
    [InlineData("/Site2/kept/", 308, "/Site2/kept")]
    [InlineData("/Site2/KEPT", 308, "/Site2/kept")]
    [InlineData("/Site2//kept", 308, "/Site2/kept")]
    [InlineData("/SITE2/kept?a=1", 308, "/Site2/kept?a=1")]
    [InlineData("/site2", 308, "/Site2")]
    [InlineData("/old", 307, "/kept")]
    [InlineData("/kept/", 308, "/kept")]
    public async Task Every_redirect_stays_below_the_base_that_was_asked_for(string path, int status, string location)
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync(path);

        Assert.Equal((status, location), ((int)response.StatusCode, response.Header("Location")));
    }

    [Fact]
    public async Task A_page_below_it_is_kept_once_and_found_by_its_path_alone()
    {
        await using var site = await StartAsync();
        var token = TestContext.Current.CancellationToken;

        await site.Revalidator.RegenerateAsync("/kept", token);
        using var first = await site.GetAsync("/Site2/kept");
        await site.Revalidator.ExpireAsync(Perennial.Caching.CacheTag.Path("/kept"), token);
        using var second = await site.GetAsync("/Site2/kept");
        using var third = await site.GetAsync("/Site2/kept");

        Assert.StartsWith("Perennial; hit", first.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("kept at /Site2/kept", await first.Content.ReadAsStringAsync(token));
        Assert.DoesNotContain("hit", second.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.StartsWith("Perennial; hit", third.Header("Cache-Status"), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("a", "1")]);
        Assert.Equal("1 below /Site2", await (await site.SendAsync(HttpMethod.Post, "/SITE2/form", request => request.Content = form)).Content.ReadAsStringAsync(token));
    }

    [Fact]
    public async Task A_draft_begins_and_ends_below_it()
    {
        await using var site = await StartAsync();

        using var entered = await site.GetAsync($"/Site2/api/draft?secret={Editor.Secret}&slug=/kept");
        using var left = await site.GetAsync("/Site2/api/leave?path=/kept");

        Assert.Equal(("/Site2/kept", "/Site2/kept"), (entered.Header("Location"), left.Header("Location")));
        Assert.Contains("; Path=/Site2;", entered.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Contains("; Path=/Site2;", left.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("component")]
    [InlineData("page")]
    public async Task Pictures_are_asked_for_and_found_below_it(string kind)
    {
        await using var garden = await GardenSite.StartAsync(
            kind,
            static app =>
            {
                app.UsePathBase("/Site2");
                app.UsePerennial().UseAntiforgery();
            },
            map: static (app, _) => app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png")));

        var page = await garden.SendAsync(HttpMethod.Get, "/Site2" + garden.Path("picture"));
        var outside = await garden.GetAsync("picture");
        using var picture = await garden.Site.GetAsync("/Site2/_perennial/image?url=%2FSite2%2Ffern.png&w=640&q=75");

        Assert.Contains("=\"/Site2/_perennial/image?url=", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"/_perennial/image", page.Text, StringComparison.Ordinal);
        Assert.Contains("=\"/_perennial/image?url=", outside.Text, StringComparison.Ordinal);
        Assert.Equal("image/png", picture.Header("Content-Type"));
    }

    [Fact]
    public async Task The_rules_base_path_and_the_apps_own_are_one_if_they_are_the_same()
    {
        await using var site = await StartAsync(static rules => rules.BasePath = "/Site2");

        Assert.Equal("kept at /Site2/kept", await site.TextAsync("/Site2/kept"));
        using var hit = await site.GetAsync("/Site2/kept");
        Assert.StartsWith("Perennial; hit", hit.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("/Site2/kept", (await site.GetAsync("/SITE2/kept")).Header("Location"));
        Assert.Equal("/Site2/kept", (await site.GetAsync("/Site2/old")).Header("Location"));
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("/kept")).StatusCode);
    }

    [Fact]
    public async Task Two_that_contradict_each_other_are_refused_at_start()
    {
        var error = await Assert.ThrowsAsync<PerennialException>(static () => StartAsync(static rules => rules.BasePath = "/docs"));

        Assert.Equal("PER1113", error.Code);
        Assert.Contains("Perennial:Rules:BasePath", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_that_a_proxy_has_taken_off_is_put_back_for_the_rules_and_any_other_keeps_nothing()
    {
        static void Use(WebApplication app)
        {
            app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.XForwardedPrefix });
            app.UsePerennial();
        }

        await using var ruled = await RuleSite.StartAsync(static rules => rules.BasePath = "/docs", use: Use);
        await using var unruled = await RuleSite.StartAsync(static rules => rules.Redirects.Add("/old", "/kept"), use: Use);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("kept at /docs/kept", await TextAsync(ruled, "/docs"));
            Assert.Equal("kept at /docs/kept", await TextAsync(unruled, "/docs"));
            Assert.Equal("kept at /DOCS/kept", await TextAsync(unruled, "/DOCS"));
        }

        using var known = await ruled.GetAsync("/kept", static request => request.Headers.Add("X-Forwarded-Prefix", "/docs"));
        using var unknown = await unruled.GetAsync("/kept", static request => request.Headers.Add("X-Forwarded-Prefix", "/docs"));
        using var moved = await unruled.GetAsync("/old", static request => request.Headers.Add("X-Forwarded-Prefix", "/docs"));
        Assert.StartsWith("Perennial; hit", known.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.DoesNotContain("hit", unknown.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Contains("no-store", unknown.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("/docs/kept", moved.Header("Location"));
    }

    private static async Task<string> TextAsync(TestSite site, string prefix)
    {
        using var response = await site.GetAsync("/kept", request => request.Headers.Add("X-Forwarded-Prefix", prefix));
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static Task<TestSite> StartAsync(Action<RuleOptions>? rules = null) => TestSite.StartAsync(
        static app =>
        {
            app.MapGet("/kept", static (HttpRequest request) => $"kept at {request.PathBase}{request.Path}").Revalidate(60);
            app.MapGet("/", static () => "home").Revalidate(60);
            app.MapPost("/form", static async (HttpRequest request, CancellationToken token) => $"{(await request.ReadFormAsync(token))["a"]} below {request.PathBase}");
            app.MapDraft<Scripted>("/api/draft", Editor.Secret, static (_, slug, _) => new(slug));
            app.MapDraftExit("/api/leave");
        },
        use: static app =>
        {
            app.UsePathBase("/Site2");
            app.UsePerennial();
        },
        options: options =>
        {
            options.Rules.Redirects.Add("/old", "/kept");
            options.Rules.Redirects.Add("/home", "/");
            options.Rules.Redirects.Add("/away", "https://other.example/kept");
            options.Rules.Redirects.Add("/to-root", "/elsewhere").BasePath = false;
            rules?.Invoke(options.Rules);
        },
        perennial: static builder => builder.AddProxy<Scripted>(static matchers => matchers.Add("/sign-in")),
        services: static builder => builder.Services.AddSingleton(new Scripted(static (_, _) => new(ProxyResult.Redirect("/kept?from=proxy")))));
}
