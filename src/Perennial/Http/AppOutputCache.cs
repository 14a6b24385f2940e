using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Perennial.Http;

// It ignores response headers and hears of no invalidation, so kept pages are kept out of it.
internal static class AppOutputCache
{
    public static void Exclude(HttpContext context) => context.Features.Get<IOutputCacheFeature>()?.Context.AllowCacheStorage = false;
}
