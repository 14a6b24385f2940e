using Microsoft.Extensions.Logging;
using Perennial.Caching.Guard;

namespace Perennial.Caching;

/// <summary>
/// Entries on their way to the stores, and the one owner of their order: one write at a time for each key, near and far
/// together, and of several that wait only the last. Until an entry is written it is found here, so that an older one in a
/// store cannot come back in between.
/// </summary>
/// <remarks>
/// A write that was given up may still be running, and landing after a newer one it would bring the old entry back. So its key
/// stays held until the stores let go of it. What waits for that longer than a write may take is not written at all, and the
/// stores are told: what they hold is older than what was shown.
/// </remarks>
/// <param name="write">Writes to all stores; gives what stands there.</param>
/// <param name="skip">Tells the stores that an entry is not written.</param>
/// <param name="patience">How long an entry waits for a write that was given up.</param>
/// <param name="time">Counts that.</param>
/// <param name="logger">Told what a store throws.</param>
internal sealed class PendingWrites(
    Func<EntryKey, EntryPut, WriteHold, ValueTask<TieredEntry>> write,
    Action<EntryKey, EntryPut> skip,
    TimeSpan patience,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    /// <summary>More than this waits only when the stores are far slower than the renders; then callers wait with it.</summary>
    public const int Capacity = 1024;

    /// <summary>
    /// How many entries that are shown already are written at once: one write that hangs must not hold up all others. What
    /// nobody has seen yet is waited for, and there are never more of them than renders.
    /// </summary>
    public const int Places = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<EntryKey, WriteLine> _lines = [];

    // Keys without a line whose last write was given up, until it ends. The guards let no more than a few begin.
    private readonly Dictionary<EntryKey, Task> _held = [];
    private readonly SemaphoreSlim _places = new(Places);
    private bool _isClosed;

    /// <summary>How many keys have an entry that is not written yet.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>What is shown and not written yet.</summary>
    public CacheEntry? Find(EntryKey key)
    {
        lock (_lock)
        {
            return _lines.GetValueOrDefault(key)?.Shown;
        }
    }

    /// <summary>Takes in an entry that is shown from now on. Callers come in the order in which the entries are shown.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="put">The entry.</param>
    /// <param name="onWritten">Runs with what stands in the stores, before anything else of the key is written. Not where another one took its place.</param>
    public PendingWrite Add(EntryKey key, EntryPut put, Action<TieredEntry>? onWritten = null) => Take(key, put, isHidden: false, onWritten);

    /// <summary>Writes an entry that nobody has seen. Until this has ended, whoever asks gets what was shown before.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="put">The entry.</param>
    /// <param name="show">
    /// Shows what stands in the stores. It runs while the key is still this write's: shown a moment later, what another server
    /// made before could come between, and stand near in its place.
    /// </param>
    /// <returns>What stands in the stores.</returns>
    public Task<TieredEntry> WriteHiddenAsync(EntryKey key, EntryPut put, Action<TieredEntry>? show = null) =>
        Take(key, put, isHidden: true, show).Ended;

    /// <summary>Ends when everything is written or given up; what comes after that is not written any more.</summary>
    public async ValueTask DisposeAsync()
    {
        while (TakenOrClosed() is { Length: > 0 } taken)
        {
            await Task.WhenAll(taken);
        }
    }

    private PendingWrite Take(EntryKey key, EntryPut put, bool isHidden, Action<TieredEntry>? onWritten)
    {
        PendingWrite taken;
        WriteLine? begun = null;
        lock (_lock)
        {
            if (!_lines.TryGetValue(key, out var line))
            {
                line = begun = new(_held.GetValueOrDefault(key, Task.CompletedTask));
            }

            // A copy beside a hidden entry: what is written near in the end is that one, or whatever stands far.
            if (_isClosed || (put.IsCopy && line.HasHidden))
            {
                return PendingWrite.Refused(put);
            }

            _lines[key] = line;
            taken = line.Take(put, isHidden, onWritten, isOverfull: _lines.Count > Capacity);
        }

        if (begun is not null)
        {
            // Elsewhere: callers hold locks of their own. And the writes are nobody's who happened to come first.
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => WriteAllAsync(key, begun));
            }
        }

        return taken;
    }

    private async Task WriteAllAsync(EntryKey key, WriteLine line)
    {
        for (var hasMore = true; hasMore;)
        {
            var isFree = await IsFreeAsync(line.Held);
            var needsPlace = isFree && !line.IsHiddenNext;
            if (needsPlace)
            {
                await _places.WaitAsync();
            }

            PendingWrite next;
            lock (_lock)
            {
                next = line.Begin();
            }

            var stands = new TieredEntry(next.Put.Entry);
            if (isFree)
            {
                // Guarded stores do not throw. If one throws all the same, that is one entry less in it, and not one key less.
                var hold = new WriteHold();
                await BackgroundWork.RunLoggedAsync("writer of entries", async () => stands = await write(key, next.Put, hold), logger);
                line.Held = hold.Ended;
            }
            else
            {
                BackgroundWork.RunLogged("writer of entries", () => skip(key, next.Put), logger);
            }

            if (needsPlace)
            {
                _places.Release();
            }

            lock (_lock)
            {
                next.Shown = stands.Entry;
            }

            BackgroundWork.RunLogged("writer of entries", () => next.OnWritten?.Invoke(stands), logger);
            hasMore = End(key, line, next, stands);
            next.End(stands);
        }
    }

    private bool End(EntryKey key, WriteLine line, PendingWrite ended, TieredEntry stands)
    {
        lock (_lock)
        {
            if (line.End(ended, stands))
            {
                return true;
            }

            _lines.Remove(key);
            if (line.Held.IsCompleted || (_held.TryGetValue(key, out var held) && held == line.Held))
            {
                return false;
            }

            _held[key] = line.Held;
        }

        _ = ForgetAsync(key, line.Held);
        return false;
    }

    private async Task ForgetAsync(EntryKey key, Task held)
    {
        await held;
        lock (_lock)
        {
            if (_held.TryGetValue(key, out var last) && last == held)
            {
                _held.Remove(key);
            }
        }
    }

    private async Task<bool> IsFreeAsync(Task held)
    {
        try
        {
            await held.WaitAsync(patience, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task[] TakenOrClosed()
    {
        lock (_lock)
        {
            _isClosed = _lines.Count is 0;
            return [.. _lines.Values.Select(static line => line.Last)];
        }
    }
}
