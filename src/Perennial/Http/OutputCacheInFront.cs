using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Perennial.Http;

/// <summary>The app's own output cache, where it stands in front: it looks at no header, and hears of no invalidation.</summary>
internal static class OutputCacheInFront
{
    /// <summary>Keeps an answer out of it that is kept here.</summary>
    public static void KeepOut(HttpContext context) => context.Features.Get<IOutputCacheFeature>()?.Context.AllowCacheStorage = false;
}
