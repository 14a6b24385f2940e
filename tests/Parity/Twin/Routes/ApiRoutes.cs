namespace Twin.Routes;

/// <summary>What lies under <c>/api</c> and needs no body.</summary>
internal static class ApiRoutes
{
    public static void MapApiRoutes(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/hello", () => JsonAnswer.Of(new { hello = "world", draft = false }));
        app.MapGet("/api/items/{**rest}", (string rest) => JsonAnswer.Of(new { rest = rest.Split('/') }));
        app.MapGet("/api/kinds", Kinds);
    }

    private static async Task<IResult> Kinds(HttpContext http, TimeProvider clock, string? k, int ms = 2000)
    {
        switch (k)
        {
            case "throw": throw new InvalidOperationException("api-throw");
            case "redirect": return TypedResults.Redirect("/p/static", preserveMethod: true);
            case "redirect301": return TypedResults.Redirect("/p/static", permanent: true);
            case "send-string": return Results.Text("text", "text/html; charset=utf-8");
            case "send-obj": return JsonAnswer.Of(new { a = 1 });
            case "204": return TypedResults.NoContent();
            case "cc":
                http.Response.Headers.CacheControl = "s-maxage=10";
                return JsonAnswer.Of(new { ok = 1 });
            case "slow":
                await Task.Delay(TimeSpan.FromMilliseconds(ms), clock, http.RequestAborted);
                return Results.Text("slow done");
            default: return JsonAnswer.Of(new { error = "k?" }, StatusCodes.Status400BadRequest);
        }
    }
}
