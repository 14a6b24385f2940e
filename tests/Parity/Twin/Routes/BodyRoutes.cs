using System.Text;
using System.Text.Json;

namespace Twin.Routes;

/// <summary>What lies under <c>/api</c> and reads a body, up to 1 MB of it.</summary>
internal static class BodyRoutes
{
    private const int Limit = 1024 * 1024;

    public static void MapBodyRoutes(this IEndpointRouteBuilder app) => app.Map("/api/echo", EchoAsync);

    private static async Task<IResult> EchoAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (await ReadAsync(http.Request, cancellationToken) is not { } text)
        {
            return Results.Text("Body exceeded 1mb limit", statusCode: StatusCodes.Status413PayloadTooLarge);
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
            query = http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            cookies = http.Request.Cookies.ToDictionary(pair => pair.Key, pair => pair.Value),
            body,
        });
    }

    private static object? Parse(string? contentType, string text) => contentType switch
    {
        null when text.Length is 0 => null,
        not null when contentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) =>
            JsonSerializer.Deserialize<JsonElement>(text.Length is 0 ? "{}" : text),
        not null when contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) =>
            Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(text)
                .ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
        _ => text,
    };

    /// <summary>The whole body, or null when it is too long. A declared length is believed before a byte is read.</summary>
    private static async Task<string?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Limit)
        {
            return null;
        }

        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > Limit)
            {
                return null;
            }

            body.Write(chunk, 0, read);
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
