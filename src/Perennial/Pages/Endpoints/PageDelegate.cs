using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Pages.Endpoints;

internal static class PageDelegate
{
    // Not inlined: who looks for the reader of something finds this name on the stack, and nothing else calls the page.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task InvokeAsync(HttpContext context, PageDefinition page)
    {
        if (page.Rewrite is not null && HeadAsGet.Is(context))
        {
            // Another server knows HEAD, and may be glad not to send the rest.
            HeadAsGet.End(context);
        }

        return page.Kind is CacheKind.Component
            ? SuppressibleResponseBody.RunAsync(context, page.Endpoint.RequestDelegate!)
            : page.Endpoint.RequestDelegate!(context);
    }
}
