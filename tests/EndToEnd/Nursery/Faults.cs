namespace Nursery;

/// <summary>What may be wrong with an app, each by its setting.</summary>
internal static class Faults
{
    public static void Map(WebApplication app)
    {
        if (Has(app, "Throwing"))
        {
            app.MapGet("/throwing", string () => throw new InvalidOperationException("the frost came early")).Prerender();
        }

        if (Has(app, "Reading"))
        {
            app.MapGet("/reading", (HttpContext context) => context.Request.Cookies["basket"] ?? "").Revalidate(60);
        }

        if (Has(app, "Guarded"))
        {
            app.MapGet("/guarded", () => "for members").Prerender().RequireAuthorization();
        }
    }

    private static bool Has(WebApplication app, string fault) =>
        (app.Configuration["Faults"] ?? "").Split(',').Contains(fault);
}
