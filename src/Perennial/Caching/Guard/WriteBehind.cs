using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Perennial.Caching.Guard;

/// <summary>
/// Writes entries to the store behind the responses; of several entries for one key only the last (the guard before the
/// store keeps the writes of one key in order). Until an entry is written it is found here, so that an older one in the store can never come back in between.
/// </summary>
internal sealed class WriteBehind : IAsyncDisposable
{
    /// <summary>More than this waits only when the store is far slower than the renders; then callers wait with it.</summary>
    private const int Capacity = 1024;

    /// <summary>One write that hangs must not hold up all others.</summary>
    private const int Writers = 4;

    private readonly Func<EntryKey, EntryPut, ValueTask> _write;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<EntryKey, PendingEntry> _pending = new();
    private readonly Channel<EntryKey> _queue = Channel.CreateBounded<EntryKey>(Capacity);
    private readonly Task[] _writers;

    public WriteBehind(Func<EntryKey, EntryPut, ValueTask> write, ILogger logger)
    {
        (_write, _logger) = (write, logger);
        _writers = [.. Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAllAsync))];
    }

    public int Count => _pending.Count;

    public CacheEntry? Find(EntryKey key) => _pending.GetValueOrDefault(key)?.Put.Entry;

    /// <summary>From here on it is found; <see cref="QueueAsync"/> comes next. Callers come one at a time for each key.</summary>
    /// <returns>Ends when it was written, could not be, or was replaced.</returns>
    public Task Note(EntryKey key, EntryPut put)
    {
        var pending = new PendingEntry(put);
        if (_pending.TryGetValue(key, out var before))
        {
            _pending[key] = pending;
            before.End();
        }
        else
        {
            _pending[key] = pending;
        }

        return pending.Ended;
    }

    public ValueTask QueueAsync(EntryKey key, CancellationToken cancellationToken) => _queue.Writer.WriteAsync(key, cancellationToken);

    /// <summary>
    /// Writes an entry that nobody has seen yet, and returns when it is in the store or will not get there. Until then it is
    /// found nowhere; what was pending before is written first.
    /// </summary>
    public async Task WriteAsync(EntryKey key, Func<ValueTask> write)
    {
        while (_pending.TryGetValue(key, out var pending))
        {
            await pending.Ended;
        }

        await BackgroundWork.RunLoggedAsync("writer of entries", write, _logger);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_writers);
        foreach (var (_, pending) in _pending)
        {
            // The queue is closed: complete it here, or its caller would wait for ever.
            pending.End();
        }

        _pending.Clear();
    }

    private async Task WriteAllAsync()
    {
        await foreach (var key in _queue.Reader.ReadAllAsync())
        {
            if (!_pending.TryGetValue(key, out var pending))
            {
                continue;
            }

            // The store is guarded: it does not throw, and an entry it could not write it will not serve older ones of. If
            // it throws all the same, that is one entry less on the disk, and not one writer less.
            await BackgroundWork.RunLoggedAsync("writer of entries", () => _write(key, pending.Put), _logger);
            _pending.TryRemove(new(key, pending));
            pending.End();
        }
    }

    private sealed class PendingEntry(EntryPut put)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EntryPut Put => put;

        /// <summary>Ends when the entry was written, could not be, or was replaced.</summary>
        public Task Ended => _ended.Task;

        public void End() => _ended.TrySetResult();
    }
}

internal interface IHiddenWriteStore
{
    /// <summary>Keeps an entry that nobody has seen. Until this has ended, whoever asks gets what was kept before.</summary>
    ValueTask<PutResult> PutHiddenAsync(EntryKey key, CacheEntry entry, PutCondition condition, CancellationToken cancellationToken);
}
