using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Perennial.Caching;

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

    private readonly ICacheStore _store;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<EntryKey, Noted> _pending = new();
    private readonly Channel<EntryKey> _queue = Channel.CreateBounded<EntryKey>(Capacity);
    private readonly Task[] _writers;

    public WriteBehind(ICacheStore store, ILogger logger)
    {
        (_store, _logger) = (store, logger);
        _writers = [.. Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAllAsync))];
    }

    /// <summary>Entries that are not written yet.</summary>
    public int Count => _pending.Count;

    public CacheEntry? Find(EntryKey key) => _pending.GetValueOrDefault(key)?.Entry;

    /// <summary>From here on it is found; <see cref="QueueAsync"/> comes next. Callers come one at a time for each key.</summary>
    public void Note(EntryKey key, CacheEntry entry)
    {
        var noted = new Noted(entry);
        if (_pending.TryGetValue(key, out var before))
        {
            _pending[key] = noted;
            before.End();
        }
        else
        {
            _pending[key] = noted;
        }
    }

    /// <summary>Has what was noted written; waits where too many are waiting.</summary>
    public ValueTask QueueAsync(EntryKey key, CancellationToken cancellationToken) => _queue.Writer.WriteAsync(key, cancellationToken);

    /// <summary>
    /// Writes an entry that nobody has seen yet, and returns when it is in the store or will not get there. Until then it is
    /// found nowhere; what was noted before is written first.
    /// </summary>
    public async Task WriteAsync(EntryKey key, CacheEntry entry)
    {
        while (_pending.TryGetValue(key, out var noted))
        {
            await noted.Ended;
        }

        await Worker.IsolateAsync(
            "writer of entries",
            () => _store is IQuietStore quiet ? quiet.SetQuietlyAsync(key, entry, CancellationToken.None) : _store.SetAsync(key, entry, CancellationToken.None),
            _logger);
    }

    /// <summary>Finishes what is waiting, and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_writers);
        foreach (var (_, noted) in _pending)
        {
            // Too late for the queue: nobody may wait for it for ever.
            noted.End();
        }

        _pending.Clear();
    }

    private async Task WriteAllAsync()
    {
        await foreach (var key in _queue.Reader.ReadAllAsync())
        {
            if (!_pending.TryGetValue(key, out var noted))
            {
                continue;
            }

            // The store is guarded: it does not throw, and an entry it could not write it will not serve older ones of. If
            // it throws all the same, that is one entry less on the disk, and not one writer less.
            await Worker.IsolateAsync("writer of entries", () => _store.SetAsync(key, noted.Entry, CancellationToken.None), _logger);
            _pending.TryRemove(new(key, noted));
            noted.End();
        }
    }

    private sealed class Noted(CacheEntry entry)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CacheEntry Entry => entry;

        /// <summary>Ends when the entry was written, could not be, or was replaced.</summary>
        public Task Ended => _ended.Task;

        public void End() => _ended.TrySetResult();
    }
}
