using Perennial.Caching.Guard;

namespace Perennial.Caching.Files;

/// <summary>
/// A shelf of the cache folder that may come later: until the folder can be used nothing is kept. A key that was written
/// meanwhile is not read until it is written again: what the folder has of it is older than what was shown.
/// </summary>
internal sealed class DeferredStore : ICacheStore
{
    private readonly UnconfirmedWrites _unkept = new();
    private volatile ICacheStore? _files;
    private long _writes;

    public void Open(ICacheStore files) => _files = files;

    public ValueTask<CacheEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
        _files is { } files && !_unkept.Contains(key) ? files.GetAsync(key, kind, cancellationToken) : default;

    public async ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken)
    {
        if (Begin(key, out var number) is { } files)
        {
            await files.SetAsync(key, entry, cancellationToken);
            _unkept.Succeeded(key, number);
        }
    }

    public async ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken)
    {
        if (Begin(key, out var number) is { } files)
        {
            await files.RemoveAsync(key, cancellationToken);
            _unkept.Succeeded(key, number);
        }
    }

    private ICacheStore? Begin(EntryKey key, out long number)
    {
        number = Interlocked.Increment(ref _writes);
        if (_files is { } files)
        {
            return files;
        }

        _unkept.Failed(key, number);
        return null;
    }
}
