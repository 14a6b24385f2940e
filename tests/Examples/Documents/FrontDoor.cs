using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Caching;
using Perennial.Pages;
using App = Perennial.Examples.Isr.App;

namespace Perennial.Examples.Documents;

/// <summary>The app of README.md, of docs/pages.md, of docs/caching.md and of docs/build-output.md.</summary>
internal static class FrontDoor
{
    private const string About = "<h1>About</h1>";
    private const string TermsOfUse = "<h1>Terms of use</h1>";

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = PerennialApplication.CreateBuilder(args);
        builder.AddPerennial(options => options.SiteUrl = "https://example.com");
        builder.Services.AddRazorComponents();

        var app = builder.Build();
        app.UseExceptionHandler("/error");
        app.UseHttpsRedirection();
        app.UsePerennial();                  // before it: runs for every request; after it: runs when a page is rendered
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>();
        app.MapGet("/feed.xml", (BlogDb db) => Feed.From(db)).Revalidate(300, tags: ["posts"]);
        app.MapPost("/api/posts/{id}", async (int id, Post post, BlogDb db, IRevalidator revalidator) =>
        {
            await db.SaveAsync(id, post);
            await revalidator.RevalidateAsync($"post:{id}");     // the next visit gets the old page, the one after it the new one
        });
        return await app.RunPerennialAsync();
    }

    public static void Pages(WebApplication app)
    {
        app.MapGet("/feed.xml", (BlogDb db) => Feed.From(db)).Revalidate(300, tags: ["posts"]);
        app.MapGet("/about", () => Results.Content(About, "text/html")).Prerender();
        app.MapGet("/now", () => TimeProvider.System.GetUtcNow()).DynamicPage();
        app.MapGet("/blog/{slug}.md", async (string slug, BlogDb db) =>
            await db.FindMarkdownAsync(slug) is { } text ? Results.Text(text, "text/markdown") : Results.NotFound())
            .Revalidate(60, tags: ["posts"], unlisted: UnlistedPaths.NotFound, notFoundSeconds: 10)
            .WithStaticPaths<BlogPaths>();
    }

    public static void Refresh(WebApplication app) =>
        app.MapPost("/api/refresh", (IRevalidator revalidator) => revalidator.RevalidateAsync(CacheTag.Path("/")));

    public static void Terms(WebApplication app) =>
        app.MapGet("/terms", () => Results.Content(TermsOfUse, "text/html")).Prerender(contentIsInImage: true);

    public static async Task InvalidateAsync(WebApplication app, IRevalidator revalidator)
    {
        app.MapPost("/api/posts/{id}", async (int id, Post post, BlogDb db, IRevalidator revalidator) =>
        {
            await db.SaveAsync(id, post);
            await revalidator.RevalidateAsync($"post:{id}");            // by tag
        });

        await revalidator.ExpireAsync(CacheTag.Path("/about"));         // one page
        await revalidator.ExpireAsync(CacheTag.Route("/blog/{Slug}"));  // every page of a route
        await revalidator.RevalidateAsync(CacheTag.All);                // everything
        await revalidator.RegenerateAsync("/blog/hello");               // render it now; throws when that fails
    }
}
