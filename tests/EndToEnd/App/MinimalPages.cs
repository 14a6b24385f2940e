using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Perennial.EndToEnd.App;

/// <summary>The same pages as minimal APIs.</summary>
public static class MinimalPages
{
    private const string Form = """<form method="post"><input name="wish" /><button>Send</button></form>""";

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/minimal");
        pages.MapGet("/plants/{name}", (HttpContext context, Garden garden, string name) => ShowAsync(context, garden, name))
            .Revalidate(60, tags: ["plants"], query: ["q"]);
        Kept(pages, "open").AllowAnonymous();
        Kept(pages, "partners").RequireCors("partners");
        Kept(pages, "limited").RequireRateLimiting("limited");
        pages.MapGet("/own", (HttpContext context, Garden garden) => ShowAsync(context, garden, "own"));

        pages.MapGet("/form", (HttpContext context, Garden garden) => ShowAsync(context, garden, "form", Form)).Revalidate(60);
        pages.MapPost("/form", (HttpContext context, Garden garden, [FromForm] string wish) => ShowAsync(context, garden, "wished-" + wish));
    }

    private static RouteHandlerBuilder Kept(RouteGroupBuilder pages, string name) =>
        pages.MapGet("/" + name, (HttpContext context, Garden garden) => ShowAsync(context, garden, name)).Revalidate(60);

    private static async Task<IResult> ShowAsync(HttpContext context, Garden garden, string name, string more = "")
    {
        var before = context.Response.StatusCode;
        var text = await garden.GrowAsync(context, name);
        return context.Response.StatusCode == before
            ? Results.Content($"<!DOCTYPE html><html lang=\"en\"><body><p>{text}</p>{more}</body></html>", "text/html; charset=utf-8")
            : Results.Empty;
    }
}
