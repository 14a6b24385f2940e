namespace Nursery;

/// <summary>What may be wrong with an app, each by its setting.</summary>
internal static class Faults
{
    private static readonly Lock Held = new();

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
            app.MapGet("/blocking/{way}/{number}", (string way, int number, ILogger<Worker> logger) =>
            {
                Log.Holds(logger, until);
                Hold(way, until);
                return number;
            }).Revalidate(60);
            app.MapGet("/held/{way}", (string way) => Hold(way, until));
        }

        if (Has(app, "Blighted"))
        {
            app.MapGet("/blighted/{name}", string (string name) => throw new InvalidOperationException($"{name} has blight"))
                .Prerender().WithStaticPaths<PlantPaths>();
        }

        if (Has(app, "Guarded"))
        {
            app.MapGet("/guarded", () => "for members").Prerender().RequireAuthorization();
        }
    }

    /// <summary>The thread of the pool is held until a file is there, as by code that knows nothing else.</summary>
    private static void Hold(string way, string until)
    {
        using var never = new ManualResetEventSlim();
        while (!File.Exists(until))
        {
            switch (way)
            {
                case "lock":
                    lock (Held)
                    {
                        never.Wait(20);
                    }

                    break;
                case "task":
                    Task.Run(static () => Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None)).Wait();
                    break;
                default:
                    never.Wait(20);
                    break;
            }
        }
    }

    private static bool Has(WebApplication app, string fault) =>
        (app.Configuration["Faults"] ?? "").Split(',').Contains(fault);
}
