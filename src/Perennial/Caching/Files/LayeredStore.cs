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
    public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        // First the runtime's, then the list: an entry that is replaced between the two looks is then a miss, never the old one.
        var made = await runtime.GetAsync(key, kind, cancellationToken);
        return superseded.Contains(EntryName.Of(key))
            ? made
            : await built.GetAsync(key, kind, cancellationToken) is { } page && !IsLater(made, page) ? page : made;
    }

    public async ValueTask<PutResult> PutAsync(
        EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await SupersedeAsync(key, entry.Facts.Kind, condition, cancellationToken) is { } refused)
        {
            return refused;
        }

        return await runtime.PutAsync(key, entry, AfterBuilt(condition), cancellationToken);
    }

    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await SupersedeAsync(key, kind, condition, cancellationToken) is null)
        {
            await runtime.RemoveAsync(key, kind, AfterBuilt(condition), cancellationToken);
        }
    }

    // A built entry that was replaced is not there any more, and what it stood in front of has gone with it.
    private static PutCondition AfterBuilt(PutCondition condition) =>
        condition.Version is { } version && BuiltStore.IsBuilt(version) ? PutCondition.IfAbsent : condition;

    private static bool IsLater(StoredEntry? made, StoredEntry page) =>
        made is { Entry.Facts.Position: var position }
        && position.Epoch == page.Entry.Facts.Position.Epoch
        && position.Number > page.Entry.Facts.Position.Number;

    // Before the replacement is written: a crash in between costs one render, the other order would bring the old page back.
    private async ValueTask<PutResult?> SupersedeAsync(
        EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        var name = EntryName.Of(key);
        if (superseded.Contains(name) || !await Task.Run(() => built.Contains(name), cancellationToken))
        {
            return null;
        }

        if (condition != PutCondition.Always
            && await GetAsync(key, kind, cancellationToken) is var current && !condition.HoldsFor(current?.Version))
        {
            return new PutResult.Superseded(current);
        }

        // And before that goes what the built page stood in front of: it is older than what was shown.
        if (await runtime.GetAsync(key, kind, cancellationToken) is { } made
            && (await built.GetAsync(key, kind, cancellationToken) is not { } page || !IsLater(made, page)))
        {
            await runtime.RemoveAsync(key, kind, PutCondition.Always, cancellationToken);
        }

        await superseded.AddAsync(name);
        return null;
    }
}
