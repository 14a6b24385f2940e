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

    public ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken) =>
        _files is { } files && !_unkept.Contains(key) ? files.GetAsync(key, kind, cancellationToken) : default;

    public async ValueTask<PutResult> PutAsync(
        EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        if (Begin(key, out var number) is not { } files)
        {
            return new PutResult.NotKept();
        }

        var result = await files.PutAsync(key, entry, condition, cancellationToken);
        _unkept.Succeeded(key, number);
        return result;
    }

    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        if (Begin(key, out var number) is { } files)
        {
            await files.RemoveAsync(key, kind, condition, cancellationToken);
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
