using Perennial.After;

namespace Nursery;

/// <summary>What may be going on when the process is told to stop. Each waits for a file, since by then nobody can be asked.</summary>
internal static class Endings
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/hold", async (string file, ILogger<Worker> logger) =>
        {
            Log.Holds(logger, file);
            await AppearsAsync(file);
            return "held";
        });
        app.MapGet("/stream", async (string file, HttpContext context, ILogger<Worker> logger) =>
        {
            await context.Response.WriteAsync("first ");
            await context.Response.Body.FlushAsync();
            Log.Holds(logger, file);
            await AppearsAsync(file);
            await context.Response.WriteAsync("last");
        });
        app.MapGet("/never", async (ILogger<Worker> logger) =>
        {
            Log.Holds(logger, "nothing");

            // Looks at no token.
            await new TaskCompletionSource().Task;
        });
        app.MapGet("/after", (string file, IAfterResponse after, ILogger<Worker> logger) => after.Run(async (_, _) =>
        {
            Log.Holds(logger, file);
            await AppearsAsync(file);
            Log.Done(logger, file);
        }));
        app.MapGet("/growing", async (string file, ILogger<Worker> logger) =>
        {
            Log.Holds(logger, file);
            await AppearsAsync(file);
            return Guid.NewGuid().ToString();
        }).Prerender(tags: ["growing"], query: ["file"]);
        app.MapGet("/now", static () => TimeProvider.System.GetTimestamp());
        app.MapGet("/worked", (IAfterResponse after, ILogger<Worker> logger) => after.Run((_, _) =>
        {
            Log.Done(logger, "load");
            return Task.CompletedTask;
        }));
        app.MapPost("/sow", async (HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            return "sown";
        });
    }

    private static async Task AppearsAsync(string file)
    {
        while (!File.Exists(file))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
