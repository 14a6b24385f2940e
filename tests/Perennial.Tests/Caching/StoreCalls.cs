using Perennial.Caching;

namespace Perennial.Tests.Caching;

/// <summary>What most tests ask of a store: the entry, and whatever is there replaced or gone.</summary>
internal static class StoreCalls
{
    public static async ValueTask<CacheEntry?> EntryAsync(
        this ICacheStore store, EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
        (await store.GetAsync(key, kind, cancellationToken))?.Entry;

    public static ValueTask<PutResult> SetAsync(
        this ICacheStore store, EntryKey key, CacheEntry entry, CancellationToken cancellationToken) =>
        store.PutAsync(key, entry, PutCondition.Always, cancellationToken);

    public static ValueTask RemoveAsync(this ICacheStore store, EntryKey key, CancellationToken cancellationToken) =>
        store.RemoveAsync(key, CacheKind.Component, PutCondition.Always, cancellationToken);
}
