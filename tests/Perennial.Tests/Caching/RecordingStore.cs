using System.Collections.Concurrent;
using Perennial.Caching;

namespace Perennial.Tests.Caching;

/// <summary>A store whose operations take a random number of steps, and that counts how often two writes of one key ran at once.</summary>
internal sealed class RecordingStore(int seed) : ICacheStore
{
    private readonly DictionaryStore _entries = new();
    private readonly ConcurrentDictionary<EntryKey, int> _writing = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _hanging = new();
    private readonly Random _random = new(seed);
    private int _overlaps;
    private int _writes;

    public int Overlaps => Volatile.Read(ref _overlaps);

    public int Writes => Volatile.Read(ref _writes);

    public int Hanging => _hanging.Count;

    /// <summary>Of how many writes one goes on, whatever its caller does, until <see cref="Release"/>; 0: none.</summary>
    public int HangsOneOf { get; set; }

    public CacheEntry? Find(EntryKey key) => _entries.Find(key);

    public async ValueTask<StoredEntry?> GetAsync(EntryKey key, CacheKind kind, CancellationToken cancellationToken)
    {
        await StepAsync();
        return await _entries.GetAsync(key, kind, cancellationToken);
    }

    public async ValueTask<PutResult> PutAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken)
    {
        await using var _ = await BeginAsync(key);
        return await _entries.PutAsync(key, entry, condition, CancellationToken.None);
    }

    public async ValueTask RemoveAsync(EntryKey key, CacheKind kind, PutCondition condition, CancellationToken cancellationToken)
    {
        await using var _ = await BeginAsync(key);
        await _entries.RemoveAsync(key, kind, condition, CancellationToken.None);
    }

    public void Release()
    {
        while (_hanging.TryDequeue(out var hanging))
        {
            hanging.SetResult();
        }
    }

    private async Task<Writing> BeginAsync(EntryKey key)
    {
        if (_writing.AddOrUpdate(key, 1, static (_, before) => before + 1) > 1)
        {
            Interlocked.Increment(ref _overlaps);
        }

        Interlocked.Increment(ref _writes);
        if (HangsOneOf > 0 && Next(HangsOneOf) is 0)
        {
            var hanging = ScriptedStore.Signal();
            _hanging.Enqueue(hanging);
            await hanging.Task;
        }

        await StepAsync();
        return new(this, key);
    }

    private async Task StepAsync()
    {
        for (var steps = Next(6); steps > 0; steps--)
        {
            await Task.Yield();
        }
    }

    private int Next(int below)
    {
        lock (_random)
        {
            return _random.Next(below);
        }
    }

    private sealed class Writing(RecordingStore store, EntryKey key) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await store.StepAsync();
            store._writing.AddOrUpdate(key, 0, static (_, before) => before - 1);
        }
    }
}
