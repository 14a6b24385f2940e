using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Perennial.Drafts;

namespace Perennial.Examples.Drafts;

public static class DraftRoutes
{
    public static void MapDraftRoutes(this IEndpointRouteBuilder app, IConfiguration configuration)
    {
        // https://<your-site>/api/draft?secret=<token>&slug=<path>
        app.MapDraft(
            "/api/draft",
            configuration["DraftSecret"],
            static async (Cms cms, string slug, CancellationToken cancellationToken) =>
                (await cms.FindBySlugAsync(slug, cancellationToken))?.Slug);

        // A link to it is never prefetched: <a href="/api/disable-draft">Leave the preview</a>
        app.MapDraftExit("/api/disable-draft");
    }

    /// <summary>An endpoint of the app's own, which decides by itself who may see drafts.</summary>
    public static void MapOwnRoutes(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/enable", (IDraftMode draft) =>
        {
            draft.Enable();
            return "Draft mode is enabled";
        });
        app.MapGet("/api/disable", (IDraftMode draft) =>
        {
            draft.Disable();
            return "Draft mode is disabled";
        });
        app.MapGet("/api/posts", (HttpContext context) => context.IsDraft() ? "drafts" : "published posts");
    }
}
