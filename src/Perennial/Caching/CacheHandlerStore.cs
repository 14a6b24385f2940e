using Microsoft.Extensions.Logging;
using Perennial.Caching.Guard;

namespace Perennial.Caching;

/// <summary>An app's <see cref="CacheHandler"/> as the store that the engine knows.</summary>
/// <remarks>
/// Entries travel with one section more, the canonical bytes of their key, which is compared whole on reading: a handler
/// that mixes up its keys, or shares them with another app, gives misses instead of somebody else's page.
/// </remarks>
internal sealed class CacheHandlerStore(
    CacheHandler handler, CacheOptions options, TimeProvider time, ILogger<CacheHandlerStore> logger)
    : ICacheStore, IInvalidationObserver
{
    // Typed tags become strings here, so a user's tag "path:/x" meets the path's. That can only make a handler drop too
    // much; what is fresh is decided by the ledger, where the two stay apart.
    private static readonly string AllTag = CacheTag.All.ToString();

    public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        var entry = await handler.GetAsync(key.Hash, new() { Kind = kind }, cancellationToken);
        return entry?.Sections is [.., var canonical] sections && canonical.Span.SequenceEqual(key.Canonical.Span)
            ? new(new(entry.Facts, [.. sections.Take(sections.Count - 1)]), Version: "")
            : null;
    }

    // Next's four methods have no compare and set: the last one wins, whatever the condition.
    public async ValueTask<PutResult> PutAsync(
        EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        await handler.SetAsync(
            key.Hash,
            new(entry.Facts, [.. entry.Sections, key.Canonical]),
            new() { Kind = entry.Facts.Kind, Tags = [.. entry.Facts.Tags.Select(static tag => tag.ToString()), AllTag] },
            cancellationToken);
        return new PutResult.Kept("");
    }

    public ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken) =>
        handler.SetAsync(key.Hash, data: null, new(), cancellationToken);

    public async ValueTask InvalidatedAsync(
        IReadOnlyCollection<CacheTag> tags, InvalidationKind kind, CancellationToken cancellationToken)
    {
        string[] names = [.. tags.Select(static tag => tag.ToString())];
        try
        {
            await TimeLimit.RunAsync(
                token => handler.RevalidateTagAsync(names, token), options.WriteTimeout, time, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.HandlerDidNotRevalidate(logger, names.Length, error);
        }
    }

    public void ResetRequestCache()
    {
        try
        {
            handler.ResetRequestCache();
        }
        catch (Exception error)
        {
            Log.HandlerDidNotReset(logger, error);
        }
    }
}
