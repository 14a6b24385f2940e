using Twin.Data;

namespace Twin.Routes;

/// <summary>What lies under <c>/rh</c>: endpoints, some of them kept.</summary>
internal static class RouteHandlers
{
    public static void MapRouteHandlers(this IEndpointRouteBuilder app)
    {
        app.MapGet("/rh/static", StaticAsync).Prerender();
        app.MapGet("/rh/isr", (Origin origin, CancellationToken cancellationToken) => AskAsync(origin, "rhisr", cancellationToken))
            .Revalidate(2);
        app.MapGet("/rh/fetch", (Origin origin, CancellationToken cancellationToken) => AskAsync(origin, "rhfetch", cancellationToken))
            .Revalidate(3, tags: ["t4"]);
        app.MapGet("/rh/item/{id}", ItemAsync).Revalidate(5).WithStaticPaths<ItemOne>();

        app.MapHandler("/rh/dynamic", (HttpRequest request, TimeProvider clock) => Results.Json(new
        {
            q = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            at = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        }));
        app.MapHandler("/rh/cookies", Cookies);
        app.MapHandler("/rh/throw", IResult () => throw new InvalidOperationException("rh-throw"));
        app.MapHandler("/rh/slow", SlowAsync);
        app.MapHandler("/rh/stream", (TimeProvider clock) =>
            Streams.Of(clock, TimeSpan.FromMilliseconds(400), "chunk0\n", "chunk1\n", "chunk2\n"));
        app.MapHandler("/rh/methods", () => Results.Text("get"), allow: "GET, HEAD, OPTIONS, POST");
        app.MapPost("/rh/methods", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            return Results.Text("post " + await reader.ReadToEndAsync());
        });
        MapWellKnown(app);
    }

    private static void MapWellKnown(IEndpointRouteBuilder app)
    {
        app.MapGet("/robots.txt", () => Results.Text("User-Agent: *\nAllow: /\n")).Prerender();
        app.MapGet("/sitemap.xml", () => Results.Text(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://example.test/</loc></url></urlset>
            """,
            "application/xml")).Prerender();
    }

    private static async Task<IResult> AskAsync(Origin origin, string key, CancellationToken cancellationToken) =>
        Results.Json(await origin.AskAsync(key, cancellationToken));

    private static async Task<IResult> StaticAsync(Origin origin, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers["x-own"] = "yes";
        return Results.Json(new { @static = await origin.AskAsync("rhstatic", cancellationToken) });
    }

    private static async Task<IResult> ItemAsync(string id, Origin origin, CancellationToken cancellationToken) =>
        Results.Json(new { id = Segment.Decode(id), d = await origin.AskAsync(Origin.KeyOf("rhitem", Segment.Decode(id)), cancellationToken) });

    private static async Task<IResult> SlowAsync(TimeProvider clock, CancellationToken cancellationToken, int ms = 2000)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(ms), clock, cancellationToken);
        return Results.Text("slow done");
    }

    private static IResult Cookies(HttpContext http)
    {
        http.Response.Cookies.Append("k", "v w", new()
        {
            HttpOnly = true,
            MaxAge = TimeSpan.FromSeconds(60),
            SameSite = SameSiteMode.Strict,
            Path = "/x",
        });
        http.Response.Cookies.Delete("gone");
        return Results.Json(http.Request.Cookies.Select(cookie => new { name = cookie.Key, value = cookie.Value }));
    }
}
