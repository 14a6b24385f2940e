using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Perennial.Caching;
using Perennial.Pages;

namespace Perennial.Examples.Webhooks;

public static class ContentWebhook
{
    public static void MapContentWebhook(this IEndpointRouteBuilder app) => app.MapPost(
        "/api/content-changed",
        async (HttpRequest request, IRevalidator revalidator, IConfiguration configuration, CancellationToken stop) =>
        {
            // Before the body is looked at, and in a header: an address stands in the logs of everything on the way.
            if (!IsSecret(request.Headers["X-Webhook-Secret"], configuration["WebhookSecret"]))
            {
                return Results.Unauthorized();
            }

            try
            {
                var tags = await request.ReadFromJsonAsync<string[]>(stop) ?? [];
                await revalidator.ExpireAsync([.. tags.Select(CacheTag.User)], stop);
                return Results.NoContent();
            }
            catch (BadHttpRequestException error)
            {
                return Results.StatusCode(error.StatusCode);
            }
            catch (Exception error) when (error is JsonException or ArgumentException or PerennialException { Code: "PER2101" or "PER2109" })
            {
                // No list of tags. Whatever else goes wrong is a 500, and the content system tries again.
                return Results.BadRequest();
            }
        })
        .WithMetadata(new RequestSizeLimitAttribute(64 * 1024));

    private static bool IsSecret(string? given, string? expected) =>
        !string.IsNullOrEmpty(expected) && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
