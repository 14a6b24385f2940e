using Microsoft.AspNetCore.Diagnostics;

namespace Twin.Http;

/// <summary>An error of an endpoint that programs call is answered in a word; pages get the error page.</summary>
internal sealed class RouteErrors : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The request itself is on its way to the error page by now.
        PathString path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        if (!path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && !path.StartsWithSegments("/rh", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        await httpContext.Response.WriteAsync("Internal Server Error", cancellationToken);
        return true;
    }
}
