using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.App;
using Perennial.EndToEnd.Deployments;
using Perennial.EndToEnd.Forwarding;
using Perennial.EndToEnd.Matrix;

namespace Perennial.EndToEnd.Security;

/// <summary>What is answered with permission only is nothing for a cache that others read, whoever makes the answer.</summary>
public sealed class GuardedAnswerTests
{
    private const string Private = "private, no-cache, no-store, max-age=0, must-revalidate";

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal) { ["plain.css"] = "p {}", ["app.js"] = "let a;" };

    [Theory]
    [InlineData("/guarded", 200, Private)]
    [InlineData("/by-policy", 200, Private)]
    [InlineData("/empty", 204, Private)]
    [InlineData("/cookie", 200, Private)]
    [InlineData("/open", 200, null)]
    [InlineData("/own", 200, "public, max-age=5")]
    [InlineData("/health", 200, "no-store, no-cache")]
    [Trait("Proves", "S-22")]
    public async Task An_apps_own_answer_is_private(string path, int status, string? control)
    {
        await using var site = await TestSite.StartAsync(Map, Add, HeaderUser.Use);

        using var answer = await site.GetAsync(path, static request => request.Headers.Add("X-User", "anna"));

        Assert.Equal((status, control), ((int)answer.StatusCode, answer.Header("Cache-Control")));
    }

    [Theory]
    [InlineData("/guarded", 302)]
    [InlineData("/by-policy", 302)]
    [InlineData("/forbidden", 403)]
    [InlineData("/unauthorized", 401)]
    public async Task So_is_what_those_get_who_may_not(string path, int status)
    {
        await using var site = await TestSite.StartAsync(Map, Add, HeaderUser.Use);

        using var answer = await site.GetAsync(path);

        Assert.Equal((status, Private), ((int)answer.StatusCode, answer.Header("Cache-Control")));
    }

    [Fact]
    public async Task Under_a_fallback_policy_everything_is_but_what_is_open_to_all()
    {
        await using var site = await TestSite.StartAsync(
            static app =>
            {
                Map(app);
                app.MapGet("/anonymous", static () => new { Answer = 42 }).AllowAnonymous();
            },
            WithFallback,
            HeaderUser.Use);

        using var open = await site.GetAsync("/open", static request => request.Headers.Add("X-User", "anna"));
        using var anonymous = await site.GetAsync("/anonymous", static request => request.Headers.Add("X-User", "anna"));

        Assert.Equal((HttpStatusCode.OK, Private), (open.StatusCode, open.Header("Cache-Control")));
        Assert.Equal((HttpStatusCode.OK, null), (anonymous.StatusCode, anonymous.Header("Cache-Control")));
    }

    [Fact]
    public async Task So_is_another_servers_that_says_nothing_itself()
    {
        await using var silent = new RawOrigin("HTTP/1.1 200 OK\r\nLast-Modified: Tue, 01 Jan 2019 00:00:00 GMT\r\nContent-Length: 2\r\n\r\nok");
        await using var telling = new RawOrigin("HTTP/1.1 200 OK\r\nCache-Control: public, max-age=5\r\nContent-Length: 2\r\n\r\nok");
        await using var site = await TestSite.StartAsync(
            static _ => { },
            WithFallback,
            HeaderUser.Use,
            options =>
            {
                options.Rules.Rewrites.Add("/silent", silent.Url + "/x");
                options.Rules.Rewrites.Add("/telling", telling.Url + "/x");
            });

        using var first = await site.GetAsync("/silent", static request => request.Headers.Add("X-User", "anna"));
        using var second = await site.GetAsync("/telling", static request => request.Headers.Add("X-User", "anna"));

        Assert.Equal((HttpStatusCode.OK, Private), (first.StatusCode, first.Header("Cache-Control")));
        Assert.Equal((HttpStatusCode.OK, "public, max-age=5"), (second.StatusCode, second.Header("Cache-Control")));
    }

    [Fact]
    public async Task A_filter_for_all_actions_guards_them_too()
    {
        // It leaves no metadata, as an attribute does.
        var error = await Assert.ThrowsAnyAsync<Exception>(static () => TestSite.StartAsync(
            static app => app.MapControllers(),
            static builder =>
            {
                HeaderUser.Add(builder);
                builder.Services.AddSingleton(new Garden()).AddCors();
                builder.Services.AddControllersWithViews(static options => options.Filters.Add(new AuthorizeFilter()))
                    .AddApplicationPart(typeof(Garden).Assembly);
            },
            HeaderUser.Use));

        Assert.Contains("PER2130", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("/view/plants/", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/view/open", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain.css", "private, max-age=0")]
    [InlineData("app.js", "private, max-age=31536000, immutable")]
    public async Task Assets_behind_authorization_are_for_one_browser(string label, string control)
    {
        await using var app = await Deployed.StartAsync(
            "a", Files, guard: static files => files.RequireAuthorization(), services: HeaderUser.Add, use: HeaderUser.Use);

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
        {
            using var answer = await app.Site.SendAsync(method, app.Root[label], static request => request.Headers.Add("X-User", "anna"));
            Assert.Equal((HttpStatusCode.OK, control), (answer.StatusCode, answer.Header("Cache-Control")));
        }

        using var nobody = await app.Site.GetAsync(app.Root[label]);
        Assert.Equal((HttpStatusCode.Redirect, Private), (nobody.StatusCode, nobody.Header("Cache-Control")));
    }

    [Theory]
    [InlineData("plain.css", "public, max-age=0")]
    [InlineData("app.js", "public, max-age=31536000, immutable")]
    public async Task An_open_asset_says_what_a_file_says(string label, string control)
    {
        await using var app = await Deployed.StartAsync("a", Files);

        using var answer = await app.Site.GetAsync(app.Root[label]);
        using var known = await app.Site.GetAsync(
            app.Root[label], request => request.Headers.TryAddWithoutValidation("If-None-Match", answer.Header("ETag")!.Split(", ")[0]));

        Assert.Equal((HttpStatusCode.OK, control), (answer.StatusCode, answer.Header("Cache-Control")));
        Assert.Equal((HttpStatusCode.NotModified, control), (known.StatusCode, known.Header("Cache-Control")));
    }

    private static void Add(WebApplicationBuilder builder)
    {
        HeaderUser.Add(builder);
        builder.Services.AddHealthChecks();
        builder.Services.AddAuthorizationBuilder().AddPolicy("some", static policy => policy.RequireAuthenticatedUser());
    }

    private static void WithFallback(WebApplicationBuilder builder)
    {
        Add(builder);
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/open", static () => new { Answer = 42 });
        app.MapGet("/guarded", static () => new { Answer = 42 }).RequireAuthorization();
        app.MapGet("/by-policy", static () => new { Answer = 42 }).RequireAuthorization("some");
        app.MapGet("/empty", static () => Results.NoContent()).RequireAuthorization();
        app.MapGet("/forbidden", static () => Results.StatusCode(403));
        app.MapGet("/unauthorized", static () => Results.Unauthorized());
        app.MapGet("/cookie", static (HttpResponse response) =>
        {
            response.Cookies.Append("a", "1");
            return new { Answer = 42 };
        });
        app.MapGet("/own", static (HttpResponse response) =>
        {
            response.Headers.CacheControl = "public, max-age=5";
            return new { Answer = 42 };
        }).RequireAuthorization();
        app.MapHealthChecks("/health").RequireAuthorization();
    }
}
