namespace Nursery;

/// <summary>Pages that show what an editor writes: the file that the setting <c>ContentFile</c> names.</summary>
internal static class Content
{
    public static void Map(WebApplication app)
    {
        if (app.Configuration["ContentFile"] is not { } file)
        {
            return;
        }

        app.MapGet("/content", () => File.ReadAllText(file)).Prerender(tags: ["content"]);
        app.MapGet("/terms", () => File.ReadAllText(file)).Prerender(tags: ["terms"], contentIsInImage: true);
        app.MapGet("/news", () => File.ReadAllText(file)).Prerender(tags: ["news"], contentIsInImage: false);
        app.MapGet("/notes/{name}", (string name) => $"{name} {Environment.ProcessId}").Prerender();
    }
}
