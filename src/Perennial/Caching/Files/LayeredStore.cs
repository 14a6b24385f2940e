namespace Perennial.Caching.Files;

/// <summary>
/// What the app made at run time, over what the build made. A built entry that was replaced or removed is never served
/// again, whatever became of the replacement.
/// </summary>
internal sealed class LayeredStore(ICacheStore runtime, BuiltStore built, SupersededPages superseded) : ICacheStore
{
    public async ValueTask<CacheEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        // First the runtime's, then the list: an entry that is replaced between the two looks is then a miss, never the old one.
        if (await runtime.GetAsync(key, kind, cancellationToken) is { } entry)
        {
            return entry;
        }

        return superseded.Contains(EntryName.Of(key)) ? null : await built.GetAsync(key, kind, cancellationToken);
    }

    public async ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Supersede(key);
        await runtime.SetAsync(key, entry, cancellationToken);
    }

    public async ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Supersede(key);
        await runtime.RemoveAsync(key, cancellationToken);
    }

    // Before the replacement is written: a crash in between costs one render, the other order would bring the old page back.
    private async ValueTask Supersede(EntryKey key)
    {
        var name = EntryName.Of(key);
        if (!superseded.Contains(name) && await Task.Run(() => built.Contains(name)))
        {
            await superseded.AddAsync(name);
        }
    }
}
