namespace Perennial.Caching;

/// <summary>A store that shows entries while they are being written, and can be asked not to.</summary>
internal interface IQuietStore
{
    /// <summary>Keeps an entry that nobody has seen. Until this has ended, whoever asks gets what was kept before.</summary>
    ValueTask SetQuietlyAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken);
}
