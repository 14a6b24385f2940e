using Microsoft.AspNetCore.Http;

namespace Perennial.Pages.Front;

/// <summary>
/// Marks a kept response without a body. If a status-code page in front fills it, what goes out is no longer what was kept:
/// that page may look at its visitor, and must not go out under the freshness of the other. A feature by itself, because hits
/// set it and allocate nothing.
/// </summary>
internal sealed class BodilessResponse
{
    public static readonly BodilessResponse Mark = new();

    /// <summary>Called when the request comes by again.</summary>
    public static void Forget(HttpContext context)
    {
        if (context.Features.Get<BodilessResponse>() is null)
        {
            return;
        }

        var headers = context.Response.Headers;
        headers.CacheControl = default;
        headers.Age = default;
        headers.Remove("CDN-Cache-Control");
        headers.Remove("Cache-Status");
        context.Features.Set<BodilessResponse>(null);
    }
}
