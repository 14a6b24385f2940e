using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Rewrite;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.EndToEnd.Forwarding;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

/// <summary>
/// Something in front of <c>UsePerennial</c> has routed the request, or does when it runs again, and a rule or the proxy
/// sends it elsewhere: each page is made for its own path, and nobody is shown what another was sent to.
/// </summary>
public sealed class RoutedInFrontTests
{
    private const string Moved = "?do=1";

    // What routes in front, and the prefix by which a request is routed there. Three do not stand here, because they cannot
    // leave an endpoint at a request that comes by: MapWhen keeps what it takes; the routes of a UseWhen are its own, and
    // its UseEndpoints must stand beside its UseRouting and runs what that chose; and what re-executes for an error page
    // forgets the endpoint itself, routes anew, and is asked about no rule.
    private static readonly Dictionary<string, (string Prefix, Action<WebApplication> Use)> Fronts = new()
    {
        // For comparison: nobody has routed, and all is the same.
        ["nothing"] = ("", static _ => { }
        ),
        ["UsePathBase"] = ("/site2", static app => app.UsePathBase("/site2")),
        ["UseRouting"] = ("", static app => app.UseRouting()),

        // It routes again where it has changed the path, and nowhere else.
        ["UseRewriter"] = ("/old", static app => app.UseRewriter(new RewriteOptions().AddRewrite("^old/(.*)$", "$1", skipRemainingRules: true))),

        ["a path changed after UseRouting"] = ("/old", static app =>
        {
            app.UseRouting();
            app.Use(static (context, next) =>
            {
                if (context.Request.Path.StartsWithSegments("/old", StringComparison.OrdinalIgnoreCase, out var rest))
                {
                    context.Request.Path = rest;
                }

                return next(context);
            });
        }
        ),
        ["SetEndpoint"] = ("", static app => app.Use(static (context, next) =>
        {
            var endpoints = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints;
            context.SetEndpoint(endpoints.OfType<RouteEndpoint>().First(static endpoint => endpoint.RoutePattern.RawText == "/r/{slug}"));
            context.Request.RouteValues = new() { ["slug"] = "foreign" };
            return next(context);
        })),
        ["a second attempt"] = ("", static app => app.Use(static async (context, next) =>
        {
            // Runs the rest twice, as what tries another path after a 404 does.
            var (asked, query) = (context.Request.Path, context.Request.QueryString);
            (context.Request.Path, context.Request.QueryString) = ("/old/unknown", new("?do=1"));
            await next(context);
            context.Response.Clear();
            (context.Request.Path, context.Request.QueryString) = (asked, query);
            await next(context);
        })),
    };

    private static readonly Dictionary<string, (Action<RuleOptions> Rules, Func<ProxyContext, ProxyResult>? Proxy, string Asked, string Text)> Kinds = new()
    {
        ["redirect"] = (static rules => rules.Redirects.Add("/r/x", "/r/moved", has: Does), null, "/r/x", "307 /r/moved?do=1"),
        ["before files"] = (static rules => rules.Rewrites.Add("/r/x", "/r/moved", RewritePhase.BeforeFiles, has: Does), null, "/r/x", "r moved at /r/moved"),
        ["before files, to another page"] = (static rules => rules.Rewrites.Add("/r/x", "/other/moved", RewritePhase.BeforeFiles, has: Does), null, "/r/x", "other moved at /other/moved"),
        ["after files"] = (static rules => rules.Rewrites.Add("/r/x", "/other/moved", has: Does), null, "/r/x", "other moved at /other/moved"),
        ["after files, with a query"] = (static rules => rules.Rewrites.Add("/r/x", "/search?q=moved", has: Does), null, "/r/x", "search moved at /search"),
        ["fallback"] = (static rules => rules.Rewrites.Add("/none/x", "/r/moved", RewritePhase.Fallback, has: Does), null, "/none/x", "r moved at /r/moved"),
        ["the proxy rewrites"] = (static _ => { }, static _ => ProxyResult.Rewrite("/r/moved"), "/r/x", "r moved at /r/moved"),
        ["the proxy rewrites to another page"] = (static _ => { }, static _ => ProxyResult.Rewrite("/other/moved"), "/r/x", "other moved at /other/moved"),
        ["the proxy redirects"] = (static _ => { }, static _ => ProxyResult.Redirect("/r/moved"), "/r/x", "307 /r/moved"),
        ["the proxy answers"] = (static _ => { }, static _ => ProxyResult.Respond(Results.Text("answered")), "/r/x", "answered"),
        ["another origin"] = (static _ => { }, null, "/r/x", "ok"),
    };

    public static TheoryData<string, string> Pairs => [.. Fronts.Keys.SelectMany(static _ => Kinds.Keys, static (front, kind) => (front, kind))];

    private static RuleCondition[] Does => [RuleCondition.Query("do")];

    [Theory, MemberData(nameof(Pairs))]
    [Trait("Proves", "S-37"), Trait("Proves", "S-10")]
    public async Task Key_endpoint_and_render_come_from_one_path(string front, string kind)
    {
        await using var origin = new RawOrigin();
        await using var site = await StartAsync(front, kind, origin.Url);
        var prefix = Fronts[front].Prefix;
        var (_, _, asked, text) = Kinds[kind];
        if (front is "UsePathBase")
        {
            text = text.Replace("307 ", "307 /site2", StringComparison.Ordinal);
        }

        for (var round = 0; round < 3; round++)
        {
            // The order of a poisoner: what leads elsewhere comes first.
            Assert.Equal(text, await AnswerAsync(site, HttpMethod.Get, prefix + asked + Moved));
            await AnswerAsync(site, HttpMethod.Head, prefix + asked + Moved);
            Assert.Equal("r x at /r/x", await AnswerAsync(site, HttpMethod.Get, prefix + "/r/x"));
            Assert.Equal("r moved at /r/moved", await AnswerAsync(site, HttpMethod.Get, prefix + "/r/moved"));
            Assert.Equal("other x at /other/x", await AnswerAsync(site, HttpMethod.Get, prefix + "/other/x"));
            Assert.Equal("other moved at /other/moved", await AnswerAsync(site, HttpMethod.Get, prefix + "/other/moved"));
            Assert.Equal("search  at /search", await AnswerAsync(site, HttpMethod.Get, prefix + "/search"));
        }

        using var hit = await site.GetAsync(prefix + "/r/x");
        Assert.StartsWith("Perennial; hit", hit.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("r x at /r/x", await AnswerAsync(site, HttpMethod.Get, front is "UsePathBase" ? "/site2/r/x" : "/r/x"));
    }

    public static TheoryData<string> Gates => [.. Closed.Keys];

    private static Dictionary<string, RequestDelegate> Closed { get; } = new()
    {
        ["a delegate"] = static context => context.Response.WriteAsync("closed"),
        ["a made delegate"] = RequestDelegateFactory.Create(static () => "closed").RequestDelegate,
        ["a result"] = Results.Text("closed").ExecuteAsync,
    };

    [Theory, MemberData(nameof(Gates))]
    [Trait("Proves", "S-37")]
    public async Task What_the_app_has_made_and_chosen_itself_answers_and_no_kept_page_does(string gate)
    {
        await using var site = await TestSite.StartAsync(
            Map,
            use: app =>
            {
                app.Use((context, next) =>
                {
                    if (context.Request.Headers.ContainsKey("x-closed"))
                    {
                        context.SetEndpoint(new(Closed[gate], EndpointMetadataCollection.Empty, "closed"));
                    }

                    return next(context);
                });
                app.UsePerennial();
            },
            options: static options => options.Rules.Rewrites.Add("/none/x", "/r/x"));
        await site.TextAsync("/r/x");
        await site.TextAsync("/r/x");

        foreach (var path in new[] { "/r/x", "/none/x", "/r/y" })
        {
            using var response = await site.GetAsync(path, static request => request.Headers.Add("x-closed", "1"));
            Assert.Equal("closed", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal("r x at /r/x", await site.TextAsync("/r/x"));
        Assert.Equal("r y at /r/y", await site.TextAsync("/r/y"));
    }

    [Theory]
    [InlineData("in front")]
    [InlineData("behind")]
    [Trait("Proves", "S-37")]
    public async Task A_branch_with_routes_of_its_own_is_not_taken_for_a_page_of_the_same_name(string place)
    {
        await using var site = await TestSite.StartAsync(Map, use: app =>
        {
            if (place is "behind")
            {
                app.UsePerennial();
            }

            // Behind, routing is done already: what it has found stays, as everywhere in ASP.NET Core.
            app.MapWhen(static context => context.Request.Query.ContainsKey("own"), static branch =>
            {
                branch.UseRouting();
                branch.UseEndpoints(static routes =>
                {
                    routes.MapGet("/r/{slug}", static (string slug) => "own " + slug).Revalidate(3600);
                    routes.MapGet("/only/{slug}", static (string slug) => "only " + slug).Revalidate(3600);
                });
            });
            if (place is "in front")
            {
                app.UsePerennial();
            }
        });

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(place is "behind" ? "r x at /r/x" : "own x", await site.TextAsync("/r/x?own=1"));
            Assert.Equal("only x", await site.TextAsync("/only/x?own=1"));
            Assert.Equal("r x at /r/x", await site.TextAsync("/r/x"));
            Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("/only/x")).StatusCode);
        }
    }

    [Theory]
    [InlineData("the path")]
    [InlineData("the path, and routes again")]
    [InlineData("the base path")]
    [Trait("Proves", "S-10")]
    public async Task Middleware_behind_that_changes_the_path_never_keeps_one_page_under_the_path_of_another(string change)
    {
        await using var site = await TestSite.StartAsync(Map, use: app =>
        {
            app.UsePerennial();
            app.Use((context, next) =>
            {
                Change(context, change);
                return next(context);
            });
            if (change is "the path, and routes again")
            {
                app.UseRewriter(new RewriteOptions().AddRewrite("^r/a$", "r/b", skipRemainingRules: true).AddRewrite("^r/b$", "r/c", skipRemainingRules: true));
            }
        });

        for (var round = 0; round < 3; round++)
        {
            foreach (var slug in new[] { "a", "b", "c", "d" })
            {
                var text = await site.TextAsync("/r/" + slug);
                var expected = change is "the path, and routes again" && slug is "a" ? "b" : change is "the path, and routes again" && slug is "b" ? "c" : slug;
                Assert.StartsWith($"r {expected} at ", text, StringComparison.Ordinal);
            }
        }
    }

    private static void Change(HttpContext context, string change)
    {
        if (change is "the path" && context.Request.Path == "/r/a")
        {
            context.Request.Path = "/r/d";
        }
        else if (change is "the base path" && context.Request.Path == "/r/a")
        {
            context.Request.PathBase = "/x";
        }
    }

    private static async Task<string> AnswerAsync(TestSite site, HttpMethod method, string path)
    {
        using var response = await site.SendAsync(method, path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.Headers.Location is { } location ? $"{(int)response.StatusCode} {location.OriginalString}" : text;
    }

    private static Task<TestSite> StartAsync(string front, string kind, string origin)
    {
        var (rules, proxy, _, _) = Kinds[kind];
        return TestSite.StartAsync(
            Map,
            use: app =>
            {
                Fronts[front].Use(app);
                app.UsePerennial();
            },
            options: options =>
            {
                rules(options.Rules);
                if (kind is "another origin")
                {
                    options.Rules.Rewrites.Add("/r/x", origin + "/r/moved", RewritePhase.BeforeFiles, has: Does);
                }
            },
            perennial: builder =>
            {
                if (proxy is not null)
                {
                    builder.AddProxy<Scripted>();
                }
            },
            services: builder => builder.Services.AddSingleton(new Scripted((context, _) => new(
                proxy is null || !context.HttpContext.Request.Query.ContainsKey("do") || context.Path != "/r/x" ? ProxyResult.Continue : proxy(context)))));
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/r/{slug}", static (HttpRequest request, string slug) => $"r {slug} at {request.Path}").Revalidate(3600);
        app.MapGet("/other/{slug}", static (HttpRequest request, string slug) => $"other {slug} at {request.Path}").Revalidate(3600);
        app.MapGet("/search", static (HttpRequest request) => $"search {request.Query["q"]} at {request.Path}").Revalidate(3600, query: ["q"]);

        // What routing finds before /old is taken off, and what a first attempt finds.
        app.MapGet("/old/{**rest}", static () => Results.NotFound());
    }
}
