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
    [InlineData("/Site2", 200, null)]
    [InlineData("/Site2/", 200, null)]
    [InlineData("/old", 307, "/kept")]
    [InlineData("/kept/", 308, "/kept")]
    public async Task Every_redirect_stays_below_the_base_that_was_asked_for(string path, int status, string? location)
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

    [Theory, MemberData(nameof(GardenSite.Kinds), MemberType = typeof(GardenSite))]
    public async Task Every_kind_of_page_and_every_kind_of_rule_lies_below_it(string kind)
    {
        foreach (var front in new[] { "UsePathBase", "Rules:BasePath", "both" })
        {
            await using var garden = await GardenSite.StartAsync(
                kind,
                app =>
                {
                    app.UsePathBase(front is "Rules:BasePath" ? "" : "/my Sité");
                    app.UseStatusCodePagesWithReExecute("/sorry");
                    app.UsePerennial().UseAntiforgery();
                },
                options: options =>
                {
                    options.Rules.BasePath = front is "UsePathBase" ? null : "/my Sité";
                    options.Rules.Redirects.Add("/go/{name}", $"/{kind}/plants/{{name}}");
                    options.Rules.Rewrites.Add("/short/{name}", $"/{kind}/plants/{{name}}");
                    options.Rules.Headers.Add($"/{kind}/plants/{{name}}", new Dictionary<string, string> { ["X-Plant"] = "{name}" });
                },
                map: static (app, _) => app.MapGet("/sorry", static (HttpRequest request) => $"sorry below {request.PathBase}"));
            const string Below = "/my%20Sit%C3%A9";
            var plant = Below + garden.Path("plants/fern");

            var first = await garden.SendAsync(HttpMethod.Get, plant);
            var second = await garden.SendAsync(HttpMethod.Get, plant + "?other=1");
            Assert.Equal(first.Line, second.Line);
            Assert.EndsWith(garden.Path("plants/fern"), first.Line, StringComparison.Ordinal);
            Assert.Equal((false, true, "fern"), (first.IsHit, second.IsHit, second["X-Plant"]));

            Assert.Equal(first.Line, (await garden.SendAsync(HttpMethod.Get, Below + "/short/fern")).Line);
            Assert.Equal(plant, (await garden.SendAsync(HttpMethod.Get, Below + "/go/fern"))["Location"]);
            Assert.Equal(plant, (await garden.SendAsync(HttpMethod.Get, plant + "/"))["Location"]);
            Assert.Equal(plant, (await garden.SendAsync(HttpMethod.Get, "/MY%20sit%c3%a9" + garden.Path("plants/fern")))["Location"]);
            Assert.Equal("sorry below " + Below, (await garden.SendAsync(HttpMethod.Get, Below + "/nothing")).Text);

            await garden.Site.Revalidator.ExpireAsync(Perennial.Caching.CacheTag.Path(garden.Path("plants/%66ern")), TestContext.Current.CancellationToken);
            Assert.NotEqual(first.Line, (await garden.SendAsync(HttpMethod.Get, plant)).Line);
        }
    }

    [Theory]
    [InlineData("/fern.png")]
    [InlineData("~/fern.png")]
    [InlineData("fern.png")]
    [InlineData("/my%20site/fern.png")]
    public async Task A_picture_below_it_is_invalidated_by_whatever_a_page_may_call_it(string name)
    {
        var fetched = 0;
        await using var site = await TestSite.StartAsync(
            app => app.MapGet("/fern.png", () =>
            {
                fetched++;
                return Results.Bytes(Pictures.Png(1200, 800), "image/png");
            }),
            use: static app =>
            {
                app.UsePathBase("/my site");
                app.UsePerennial();
            });
        string[] paths =
        [
            "/my%20site/_perennial/image?url=%2Fmy%20site%2Ffern.png&w=640&q=75",
            "/my%20site/_perennial/image?url=%2Fmy%2520site%2Ffern.png&w=640&q=75",
            "/_perennial/image?url=%2Ffern.png&w=640&q=75",
        ];
        foreach (var path in paths)
        {
            Assert.Equal("image/png", (await site.GetAsync(path)).Header("Content-Type"));
        }

        var before = fetched;
        await site.Revalidator.ExpireAsync(Perennial.Caching.CacheTag.Image(name), TestContext.Current.CancellationToken);
        foreach (var path in paths)
        {
            Assert.Equal("image/png", (await site.GetAsync(path)).Header("Content-Type"));
        }

        Assert.Equal((2, 4), (before, fetched));
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
                app.UsePathBase("/my Site");
                app.UsePerennial().UseAntiforgery();
            },
            map: static (app, _) => app.MapGet("/fern.png", static () => Results.Bytes(Pictures.Png(1200, 800), "image/png")));

        var page = await garden.SendAsync(HttpMethod.Get, "/my%20Site" + garden.Path("picture"));
        var outside = await garden.GetAsync("picture");
        using var picture = await garden.Site.GetAsync("/my%20Site/_perennial/image?url=%2Fmy%20Site%2Ffern.png&w=640&q=75");

        Assert.Contains("=\"/my%20Site/_perennial/image?url=", page.Text, StringComparison.Ordinal);
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
    public async Task Several_that_take_off_a_part_each_are_the_rules_base_path_together()
    {
        await using var site = await RuleSite.StartAsync(static rules => rules.BasePath = "/shop/de", use: static app =>
        {
            app.UsePathBase("/shop");
            app.UsePathBase("/de");
            app.UsePerennial();
        });

        Assert.Equal("kept at /shop/de/kept", await site.TextAsync("/shop/de/kept"));
        using var hit = await site.GetAsync("/shop/de/kept");
        Assert.StartsWith("Perennial; hit", hit.Header("Cache-Status"), StringComparison.Ordinal);
        foreach (var outside in new[] { "/shop/kept", "/de/kept", "/kept" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync(outside)).StatusCode);
        }
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
