namespace Perennial.Caching.Files;

/// <summary>
/// What the app made at run time, over what the build made. A built entry that was replaced or removed is never served
/// again, whatever became of the replacement.
/// </summary>
/// <remarks>
/// Until a built entry is replaced, an entry of the run time under its key was made for an earlier run of <c>build</c>
/// (two runs may have one build id), and the built one is served: unless one ledger has seen both, and says that the
/// other began later.
/// </remarks>
internal sealed class LayeredStore(ICacheStore runtime, BuiltStore built, SupersededPages superseded) : ICacheStore
{
    public async ValueTask<CacheEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        // First the runtime's, then the list: an entry that is replaced between the two looks is then a miss, never the old one.
        var made = await runtime.GetAsync(key, kind, cancellationToken);
        return superseded.Contains(EntryName.Of(key))
            ? made
            : await built.GetAsync(key, kind, cancellationToken) is { } page && !IsLater(made, page) ? page : made;
    }

    public async ValueTask SetAsync(EntryKey key, CacheEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await SupersedeAsync(key, entry.Facts.Kind, cancellationToken);
        await runtime.SetAsync(key, entry, cancellationToken);
    }

    public async ValueTask RemoveAsync(EntryKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await SupersedeAsync(key, default, cancellationToken);
        await runtime.RemoveAsync(key, cancellationToken);
    }

    private static bool IsLater(CacheEntry? made, CacheEntry page) =>
        made is not null
        && made.Facts.Position.Epoch == page.Facts.Position.Epoch
        && made.Facts.Position.Number > page.Facts.Position.Number;

    // Before the replacement is written: a crash in between costs one render, the other order would bring the old page back.
    private async ValueTask SupersedeAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        var name = EntryName.Of(key);
        if (superseded.Contains(name) || !await Task.Run(() => built.Contains(name), cancellationToken))
        {
            return;
        }

        // And before that goes what the built page stood in front of: it is older than what was shown.
        if (await runtime.GetAsync(key, kind, cancellationToken) is { } made
            && (await built.GetAsync(key, kind, cancellationToken) is not { } page || !IsLater(made, page)))
        {
            await runtime.RemoveAsync(key, cancellationToken);
        }

        await superseded.AddAsync(name);
    }
}
