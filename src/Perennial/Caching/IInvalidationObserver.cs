namespace Perennial.Caching;

/// <summary>Hears of invalidations after they are durable, for example to purge a CDN. Register it as a service.</summary>
public interface IInvalidationObserver
{
    /// <summary>Called once for each invalidation, by the process that made it. What it throws is logged and changes nothing; it limits its own time.</summary>
    ValueTask InvalidatedAsync(IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken);
}
