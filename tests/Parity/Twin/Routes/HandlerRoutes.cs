namespace Twin.Routes;

/// <summary>A route handler of Next's that exports GET alone: HEAD comes with it, and OPTIONS answers for it.</summary>
internal static class HandlerRoutes
{
    private static readonly string[] GetAndHead = ["GET", "HEAD"];
    private static readonly string[] Options = ["OPTIONS"];

    public static void MapHandler(this IEndpointRouteBuilder app, string pattern, Delegate get, string allow = "GET, HEAD, OPTIONS")
    {
        app.MapMethods(pattern, GetAndHead, get);
        app.MapMethods(pattern, Options, (HttpResponse response) =>
        {
            response.Headers.Allow = allow;
            return Results.NoContent();
        });
    }
}
