using System.Collections.Concurrent;
using Perennial.Caching;

namespace Perennial.Tests.Caching;

/// <summary>A store in memory that waits or throws where a test says so.</summary>
internal sealed class ScriptedStore : ICacheStore
{
    public ConcurrentDictionary<EntryKey, CacheEntry> Entries { get; } = [];

    /// <summary>Runs after the entry was found, before it is handed out.</summary>
    public Func<Task>? OnGet { get; set; }

    /// <summary>Runs before an entry is kept.</summary>
    public Func<Task>? OnSet { get; set; }

    /// <summary>Runs before an entry is removed.</summary>
    public Func<Task>? OnRemove { get; set; }

    public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        var entry = Entries.GetValueOrDefault(key);
        await (OnGet?.Invoke() ?? Task.CompletedTask);
        return entry is null ? null : new(entry, Version: "");
    }

    public async ValueTask<PutResult> PutAsync(
        EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        await (OnSet?.Invoke() ?? Task.CompletedTask);
        Entries[key] = entry;
        return new PutResult.Kept("");
    }

    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        await (OnRemove?.Invoke() ?? Task.CompletedTask);
        Entries.TryRemove(key, out _);
    }

    /// <summary>Whoever waits for it goes on elsewhere, not inside the store that gave it.</summary>
    public static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Something that never ends.</summary>
    public static Task Hang() => new TaskCompletionSource().Task;

    public static Task Fail() => throw new IOException("No space left on device");
}
