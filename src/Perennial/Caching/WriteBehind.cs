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
    private readonly ConcurrentDictionary<EntryKey, CacheEntry> _pending = new();
    private readonly Channel<EntryKey> _queue = Channel.CreateBounded<EntryKey>(Capacity);
    private readonly Task[] _writers;

    public WriteBehind(ICacheStore store, ILogger logger)
    {
        (_store, _logger) = (store, logger);
        _writers = [.. Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAllAsync))];
    }

    /// <summary>Entries that are not written yet.</summary>
    public int Count => _pending.Count;

    public CacheEntry? Find(EntryKey key) => _pending.GetValueOrDefault(key);

    /// <summary>From here on it is found; <see cref="QueueAsync"/> comes next.</summary>
    public void Note(EntryKey key, CacheEntry entry) => _pending[key] = entry;

    /// <summary>Has what was noted written; waits where too many are waiting.</summary>
    public ValueTask QueueAsync(EntryKey key, CancellationToken cancellationToken) => _queue.Writer.WriteAsync(key, cancellationToken);

    /// <summary>Finishes what is waiting, and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_writers);
    }

    private async Task WriteAllAsync()
    {
        await foreach (var key in _queue.Reader.ReadAllAsync())
        {
            if (!_pending.TryGetValue(key, out var entry))
            {
                continue;
            }

            // The store is guarded: it does not throw, and an entry it could not write it will not serve older ones of. If
            // it throws all the same, that is one entry less on the disk, and not one writer less.
            await Worker.IsolateAsync("writer of entries", () => _store.SetAsync(key, entry, CancellationToken.None), _logger);
            _pending.TryRemove(new(key, entry));
        }
    }
}
