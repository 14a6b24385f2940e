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

        if (Has(app, "Slow"))
        {
            app.MapGet("/slow", async Task<string> (CancellationToken stop) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
                return "";
            }).Prerender();
        }

        if (Has(app, "Blocking"))
        {
            var until = app.Configuration["BlocksUntil"]!;
            app.MapGet("/blocking/{number}", (int number, ILogger<Worker> logger) =>
            {
                Log.Holds(logger, until);
                using var never = new ManualResetEventSlim();
                while (!File.Exists(until))
                {
                    // The thread of the pool is held, as by a driver that knows nothing else.
                    never.Wait(20);
                }

                return number;
            }).Revalidate(60);
        }

        if (Has(app, "Blighted"))
        {
            app.MapGet("/blighted/{name}", string (string name) => throw new InvalidOperationException($"{name} has blight"))
                .Prerender().WithStaticPaths<RouteHandlerBuilder, PlantPaths>();
        }

        if (Has(app, "Guarded"))
        {
            app.MapGet("/guarded", () => "for members").Prerender().RequireAuthorization();
        }
    }

    private static bool Has(WebApplication app, string fault) =>
        (app.Configuration["Faults"] ?? "").Split(',').Contains(fault);
}
