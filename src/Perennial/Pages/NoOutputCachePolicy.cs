using Microsoft.AspNetCore.OutputCaching;

namespace Perennial.Pages;

/// <summary>
/// Takes pages that are kept here out of the app's output cache, whose base policies name no endpoint: it would feed old
/// bytes to a render, and to the visitor who waits for a new page.
/// </summary>
internal sealed class NoOutputCachePolicy : IOutputCachePolicy
{
    public static readonly NoOutputCachePolicy Instance = new();

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.EnableOutputCaching = false;
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
}
