using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Pages;

internal static class PermissionCheck
{
    public static async ValueTask<bool> IsAsync(HttpContext context, Endpoint? endpoint)
    {
        if (endpoint is not null && PageTable.AsksForAuthorization(endpoint.Metadata))
        {
            return true;
        }

        if (endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || !await FallbackPolicy.IsSetAsync(context.RequestServices))
        {
            return false;
        }

        // A file may be served before or after authorization ran; an authenticated user suggests that it ran.
        return endpoint is not null || context.User.Identity?.IsAuthenticated is true;
    }
}
