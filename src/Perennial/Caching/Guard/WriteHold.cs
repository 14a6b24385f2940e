namespace Perennial.Caching.Guard;

/// <summary>Tells when the stores let go of a write, which may be long after they answered: one that was given up may still be running.</summary>
internal sealed class WriteHold
{
    private readonly List<Task> _running = [];

    /// <summary>Asked for when the write has been answered.</summary>
    public Task Ended => _running.TrueForAll(static task => task.IsCompleted) ? Task.CompletedTask : Task.WhenAll(_running);

    /// <summary>A store has begun.</summary>
    /// <returns>Completed by the store when it is done.</returns>
    public TaskCompletionSource Begin()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running.Add(done.Task);
        return done;
    }
}

/// <summary>Writes whose end is known. A store that is not guarded has no time limit: it has let go when it answers.</summary>
internal static class HeldWrites
{
    public static ValueTask<PutResult> PutAsync(
        this ICacheStore store, EntryKey key, CacheEntry entry, PutCondition condition, WriteHold hold) =>
        store is GuardedStore guard
            ? guard.PutAsync(key, entry, condition, hold)
            : store.PutAsync(key, entry, condition, CancellationToken.None);

    public static ValueTask RemoveAsync(this ICacheStore store, EntryKey key, CacheKind kind, PutCondition condition, WriteHold hold) =>
        store is GuardedStore guard
            ? guard.RemoveAsync(key, kind, condition, hold)
            : store.RemoveAsync(key, kind, condition, CancellationToken.None);
}
