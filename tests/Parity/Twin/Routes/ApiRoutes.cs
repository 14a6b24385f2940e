using System.Text;
using Perennial.Drafts;
using Twin.Data;

namespace Twin.Routes;

/// <summary>What lies under <c>/api</c> and needs no body. Any method runs the handler, as in Next.</summary>
internal static class ApiRoutes
{
    private const int BigAnswer = 5 * 1024 * 1024;

    public static void MapApiRoutes(this IEndpointRouteBuilder app)
    {
        app.Map("/api/hello", (HttpContext http) => JsonAnswer.Of(new { hello = "world", draft = http.IsDraft() }));
        app.Map("/api/items/{*rest:minlength(1)}", Items);
        app.Map("/api/kinds", KindsAsync);
    }

    // A catch-all arrives as it was sent: its slashes separate, and an encoded one belongs to its segment.
    private static IResult Items(string rest, HttpRequest request)
    {
        var answer = QueryObject.Of(request.Query);
        answer["rest"] = rest.Split('/').Select(Segment.Decode).ToArray();
        return JsonAnswer.Of(answer);
    }

    private static async Task<IResult> KindsAsync(
        HttpContext http, TimeProvider clock, IRevalidator revalidator, string? k, int ms = 2000)
    {
        switch (k)
        {
            case "throw": throw new InvalidOperationException("api-throw");
            case "apierror": throw new InvalidOperationException("teapot");
            case "redirect": return TypedResults.Redirect("/p/static", preserveMethod: true);
            case "redirect301": return TypedResults.Redirect("/p/static", permanent: true);
            case "send-string": return Tagged.Of("text"u8.ToArray(), "text/plain; charset=utf-8");
            case "send-obj": return JsonAnswer.Of(new { a = 1 });
            case "send-buf": return Tagged.Of("buf"u8.ToArray(), "application/octet-stream");
            case "send-null": return Results.Ok();
            case "204": return TypedResults.NoContent();
            case "cc":
                http.Response.Headers.CacheControl = "s-maxage=10";
                return JsonAnswer.Of(new { ok = 1 });
            case "big": return Tagged.Of(Encoding.ASCII.GetBytes(new string('x', BigAnswer)), "text/plain; charset=utf-8");
            case "stream": return Streams.Of(clock, TimeSpan.FromMilliseconds(700), "one\n", "two\n");
            case "slow":
                await Task.Delay(TimeSpan.FromMilliseconds(ms), clock, http.RequestAborted);
                return Results.Text("slow done");
            case "badrevalidate":
                await revalidator.RegenerateAsync("nope", http.RequestAborted);
                return Results.Ok();
            default: return JsonAnswer.Of(new { error = "k?" }, StatusCodes.Status400BadRequest);
        }
    }
}
