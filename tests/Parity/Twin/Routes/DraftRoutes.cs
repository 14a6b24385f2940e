using Perennial.Drafts;

namespace Twin.Routes;

/// <summary>What turns draft mode on and off. Without a secret, as the Next app has it: only a comparison asks.</summary>
internal static class DraftRoutes
{
    public static void MapDraftRoutes(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/draft", (IDraftMode draft, string? slug) =>
        {
            draft.Enable();
            return slug is null ? Results.Text("Draft mode is enabled") : Results.LocalRedirect(slug, preserveMethod: true);
        });
        app.MapGet("/api/disable-draft", (IDraftMode draft) =>
        {
            draft.Disable();
            return "Draft mode is disabled";
        });
        app.MapHandler("/rh/draft", (IDraftMode draft) =>
        {
            draft.Enable();
            return "on";
        });
        app.MapHandler("/rh/undraft", (IDraftMode draft) =>
        {
            draft.Disable();
            return "off";
        });
    }
}
