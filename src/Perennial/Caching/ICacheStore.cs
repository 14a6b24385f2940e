using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>
/// Keeps entries by key. A store may forget, and may fail: a failure is a miss and never fails a request. It must never
/// return another key's entry, a torn entry, or an older entry than the last one it acknowledged for that key.
/// </summary>
/// <remarks>
/// Which of two entries is the newer one a store need not know: it compares versions, and who writes compares numbers.
/// A slow server that began its render long ago so cannot replace what another one has made since. Of a shared store's fences
/// (<see cref="PutCondition.Fence"/>) the greatest of each key is remembered for ever, also when its entry was removed.
/// </remarks>
[Experimental("PERNL001")]
public interface ICacheStore
{
    /// <summary>The entry and its version, or null when it is not here.</summary>
    ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken);

    /// <summary>Keeps an entry in place of an earlier one, where the condition holds at that moment.</summary>
    ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken);

    /// <summary>Forgets an entry where the condition holds; nothing happens when it is not here.</summary>
    ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken);
}
