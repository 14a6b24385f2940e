using Perennial.Caching;
using Perennial.Pages;

namespace Perennial.Prerendering;

/// <summary>What a build writes into. Nothing is in place until it is complete.</summary>
internal interface IBuildTarget : IDisposable
{
    BuildOrigin Origin { get; }

    /// <summary>Where the render of an address begins, for what judges its entry later.</summary>
    LedgerPosition PositionOf(PageAddress address);

    /// <summary>Different addresses may be written at once.</summary>
    /// <returns>The name under which it stands there.</returns>
    Task<string> WriteAsync(PageAddress address, CacheEntry entry, TimeSpan elapsed, CancellationToken cancellationToken);

    void Complete(BuildReport report);
}

internal interface IBuildTargets
{
    /// <summary>Begun before anything is listed or rendered: whatever is invalidated from then on, the pages may not have seen.</summary>
    Task<IBuildTarget> BeginAsync(CancellationToken cancellationToken);
}
