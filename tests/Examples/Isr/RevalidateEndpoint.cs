using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Perennial.Examples.Isr;

public static class RevalidateEndpoint
{
    public static void MapRevalidate(this IEndpointRouteBuilder app) => app.MapGet(
        "/api/revalidate",
        async (string? secret, string? path, IRevalidator revalidator, IConfiguration configuration) =>
        {
            if (!IsToken(secret, configuration["RevalidateToken"]))
            {
                return Results.Json(new { message = "Invalid token" }, statusCode: StatusCodes.Status401Unauthorized);
            }

            try
            {
                // The page's own path, not one that is rewritten to it.
                await revalidator.RegenerateAsync(path ?? "/blog/1");
                return Results.Json(new { revalidated = true });
            }
            catch (PerennialException)
            {
                // The last page that was made goes on being shown.
                return Results.Text("Error revalidating", statusCode: StatusCodes.Status500InternalServerError);
            }
        });

    private static bool IsToken(string? given, string? expected) =>
        !string.IsNullOrEmpty(expected) && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
