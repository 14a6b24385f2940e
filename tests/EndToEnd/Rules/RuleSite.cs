using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.Pages;
using Perennial.Rules;

namespace Perennial.EndToEnd.Rules;

/// <summary>A site with a few pages, kept and not, and the rules of one test.</summary>
internal static class RuleSite
{
    public static Task<TestSite> StartAsync(
        Action<RuleOptions> rules, Action<WebApplication>? map = null, Action<PerennialBuilder>? perennial = null, Action<WebApplication>? use = null) =>
        TestSite.StartAsync(
            app =>
            {
                app.MapGet("/kept", (HttpContext context) => Tell(context, "kept", null)).Revalidate(60, tags: ["kept"]);
                app.MapGet("/post/{slug}", (HttpContext context, string slug) => Tell(context, "post " + slug, null)).Revalidate(60);
                app.MapGet("/live", (HttpContext context) => Tell(context, "live", context.Request.QueryString.Value)).DynamicPage();
                app.MapGet("/any/{slug}", (HttpContext context, string slug) => Tell(context, "any " + slug, context.Request.QueryString.Value)).DynamicPage();
                app.MapPost("/form", async (HttpRequest request, CancellationToken token) => (await request.ReadFormAsync(token))["a"].ToString());
                app.MapGet("/error", static () => "sorry");
                map?.Invoke(app);
            },
            options: options => rules(options.Rules),
            perennial: perennial,
            use: use);

    // A kept page that asked for its query would not be kept.
    private static IResult Tell(HttpContext context, string what, string? query) =>
        Results.Text($"{what} at {context.Request.PathBase.Value}{context.Request.Path.Value}{query}", "text/html");
}
