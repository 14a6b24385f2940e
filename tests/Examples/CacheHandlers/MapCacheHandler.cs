using System.Collections.Concurrent;

namespace Perennial.Examples.CacheHandlers;

/// <summary>
/// The cache handler over a Map that Next's self-hosting guide prints, in C#. It works here: an entry's tags are always a list.
/// </summary>
public sealed class MapCacheHandler(TimeProvider time) : CacheHandler
{
    private readonly ConcurrentDictionary<string, Kept> _cache = new();

    // This could be stored anywhere, like durable storage.
    public override ValueTask<CacheEntry?> GetAsync(
        string key, CacheHandlerContext context, CancellationToken cancellationToken) =>
        new(_cache.TryGetValue(key, out var kept) ? kept.Value : null);

    // This could be stored anywhere, like durable storage.
    public override ValueTask SetAsync(
        string key, CacheEntry? data, CacheHandlerContext context, CancellationToken cancellationToken)
    {
        _cache[key] = new(data, time.GetUtcNow(), context.Tags);
        return ValueTask.CompletedTask;
    }

    public override ValueTask RevalidateTagAsync(IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        foreach (var (key, kept) in _cache)
        {
            if (kept.Tags.Any(tags.Contains))
            {
                _cache.TryRemove(key, out _);
            }
        }

        return ValueTask.CompletedTask;
    }

    // A cache for a single request only would be dropped here, before the next request.
    public override void ResetRequestCache()
    {
    }

    private sealed record Kept(CacheEntry? Value, DateTimeOffset LastModified, IReadOnlyList<string> Tags);
}
