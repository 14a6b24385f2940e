using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Twin.Data;

namespace Twin.Routes;

/// <summary>What lies under <c>/api</c> and reads a body.</summary>
internal static class BodyRoutes
{
    private const int Limit = 1024 * 1024;
    private const int SmallLimit = 1024;

    private static readonly string[] Echoed = ["x-mw", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"];

    public static void MapBodyRoutes(this IEndpointRouteBuilder app)
    {
        app.Map("/api/echo", EchoAsync);
        app.Map("/api/raw", RawAsync);
        app.Map("/api/small", SmallAsync);
    }

    private static async Task<IResult> RawAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var chunk = new byte[16 * 1024];
        var bytes = 0L;
        while (await request.Body.ReadAsync(chunk, cancellationToken) is var read and > 0)
        {
            bytes += read;
        }

        return JsonAnswer.Of(new { bytes });
    }

    private static async Task<IResult> SmallAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadAsync(request, SmallLimit, cancellationToken) is { } text
            ? JsonAnswer.Of(new { len = Script.Stringify(Parse(request.ContentType, text)).Length })
            : TooLong("1kb");

    private static IResult TooLong(string limit) =>
        Results.Text($"Body exceeded {limit} limit", statusCode: StatusCodes.Status413PayloadTooLarge);

    private static async Task<IResult> EchoAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (await ReadAsync(http.Request, Limit, cancellationToken) is not { } text)
        {
            return TooLong("1mb");
        }

        object? body;
        try
        {
            body = Parse(http.Request.ContentType, text);
        }
        catch (JsonException)
        {
            return Results.Text("Invalid JSON", statusCode: StatusCodes.Status400BadRequest);
        }

        return JsonAnswer.Of(new
        {
            method = http.Request.Method,
            query = QueryObject.Of(http.Request.Query),
            cookies = http.Request.Cookies.ToDictionary(pair => pair.Key, pair => pair.Value),
            body,
            type = body is string ? "string" : "object",
            headers = Echoed.ToDictionary(name => name, name => http.Request.Headers[name].FirstOrDefault()),
        });
    }

    private static object? Parse(string? contentType, string text) => contentType switch
    {
        not null when contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            || contentType.StartsWith("application/ld+json", StringComparison.OrdinalIgnoreCase) =>
            JsonSerializer.Deserialize<JsonElement>(text.Length is 0 ? "{}" : text),
        not null when contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) =>
            QueryObject.Of(QueryHelpers.ParseQuery(text)),
        _ => text,
    };

    /// <summary>The whole body, or null when it is too long. A declared length is believed before a byte is read.</summary>
    private static async Task<string?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > limit)
            {
                return null;
            }

            body.Write(chunk, 0, read);
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
