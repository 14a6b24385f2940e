using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>
/// Keeps entries by key. A store may forget, and may fail: a failure is a miss and never fails a request. It must never
/// return another key's entry, a torn entry, or an older entry than the last one it acknowledged for that key.
/// </summary>
[Experimental("PERNL001")]
public interface ICacheStore
{
    /// <summary>The entry, or null when it is not here.</summary>
    ValueTask<CacheEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken);

    /// <summary>Keeps an entry in place of an earlier one.</summary>
    ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken);

    /// <summary>Forgets an entry; nothing happens when it is not here.</summary>
    ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken);
}
